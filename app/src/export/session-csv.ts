import { csvHeader, csvRows } from 'affect-detect';
import type { Session } from '../recording/session.js';
import { keptFrames } from './kept-frames.js';

/** The session as the command line's table: a line for each face in a frame. */
export async function sessionCsv(session: Session): Promise<Blob> {
  const parts = [csvHeader()];
  for await (const { index, result } of keptFrames(session)) parts.push(csvRows(result, index));
  return new Blob(parts, { type: 'text/csv' });
}
