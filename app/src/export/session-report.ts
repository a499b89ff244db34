import type { Recording, Report } from 'affect-detect/report';
import type { Session } from '../recording/session.js';
import { keptFrames } from './kept-frames.js';

declare const __VERSION__: string;

/** A session summed up for charts and the report, which the command line makes from a table in the same way. */
export async function summedUp(session: Session): Promise<Recording> {
  const { RecordingBuilder } = await import('affect-detect/report');
  const { name, group } = session.info.peek();
  const builder = new RecordingBuilder(name, group || null);
  for await (const { result } of keptFrames(session)) builder.append(result);
  return builder.finish();
}

/** The report of some sessions: one page that opens offline, and its charts. */
export async function sessionReport(sessions: readonly Session[]): Promise<Report> {
  const { renderReport } = await import('affect-detect/report');
  const recordings: Recording[] = [];
  for (const session of sessions) recordings.push(await summedUp(session));
  const models = [...new Set(sessions.flatMap(({ info }) => info.peek().models))];
  return renderReport(recordings, { document, provenance: { version: __VERSION__, models } });
}
