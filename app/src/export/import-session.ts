import type { FrameResult } from 'affect-detect';
import { Pacer } from '../recording/pacer.js';
import { createSession, type Session } from '../recording/session.js';
import { parseSessionInfo } from './parse-session-info.js';
import { SESSION_TYPE } from './session-json.js';
import { tableFrames } from './table-frames.js';

/** Whether a file's name says that it is one of our exports, rather than a picture or a video. */
export function isSessionFile({ name }: File): boolean {
  return /\.(csv|json|jsonl|ndjson|parquet)$/i.test(name);
}

/**
 * Read a session that was exported as JSON, or a table of a stream: CSV, JSON Lines or Parquet, of this page or of the
 * command line. A table of several videos becomes several sessions.
 * @throws {Error} in words for the user, if it is no such file
 */
export async function importSessions(file: File): Promise<Session[]> {
  const head = await file.slice(0, 200).text();
  if (head.includes(SESSION_TYPE)) return [await importJson(file)];
  const sessions: Session[] = [];
  const pacer = new Pacer();
  for await (const frame of tableFrames(file)) {
    const { source } = frame;
    let session = sessions.at(-1);
    if (session === undefined || session.store.source.name !== source) {
      session = newSession(file, frame);
      sessions.push(session);
    }
    appendFrame(session, frame, file.name);
    await pacer.rest();
  }
  if (sessions.length === 0) throw new Error(`${file.name} holds no frames.`);
  return sessions;
}

async function importJson(file: File): Promise<Session> {
  let json: unknown;
  try {
    json = JSON.parse(await file.text());
  } catch {
    throw new Error(`${file.name} is not valid JSON; is it cut off?`);
  }
  const { session: info, frames } = json as { session?: unknown; frames?: unknown };
  const session = createSession(parseSessionInfo(info, file.name));
  const { readFrameLines } = await import('affect-detect/formats');
  for await (const frame of readFrameLines(linesOf(frames), file.name))
    appendFrame(session, frame, file.name);
  return session;
}

/** The frames as lines, for the reader of lines to check them. */
async function* linesOf(frames: unknown): AsyncGenerator<string> {
  if (!Array.isArray(frames)) return;
  const pacer = new Pacer();
  for (let i = 0; i < frames.length; i++) {
    yield `${JSON.stringify(frames[i])}\n`;
    await pacer.rest();
  }
}

function newSession(file: File, { source, width, height }: FrameResult): Session {
  return createSession({
    id: crypto.randomUUID(),
    name: source ?? file.name,
    group: '',
    createdAt: new Date(file.lastModified).toISOString(),
    source: { kind: 'table', name: source, width, height },
    models: [],
    threshold: null,
    smoothing: null,
    markers: [],
    excluded: [],
    baselines: [],
  });
}

function appendFrame({ store, frames }: Session, frame: FrameResult, name: string): void {
  const { timestamp, faces } = frame;
  if (timestamp === null || faces.some(({ trackId }) => trackId === null)) {
    throw new Error(
      `${name} is a table of pictures; only streams, whose frames have a time, can be sessions.`,
    );
  }
  if (store.length > 0 && timestamp <= store.end) {
    throw new Error(`${name}: the frame at ${timestamp} s comes after the one at ${store.end} s.`);
  }
  store.append(frame);
  frames.value = store.length;
}
