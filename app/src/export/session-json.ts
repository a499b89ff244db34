import { jsonLine } from 'affect-detect';
import { Pacer } from '../recording/pacer.js';
import type { Session } from '../recording/session.js';

/** What tells such a file from any other. */
export const SESSION_TYPE = 'affect-detect/session';

/**
 * All of a session as JSON, also what is excluded, to be imported again: `{"type": "affect-detect/session", "schema": 1,
 * "session": SessionInfo, "frames": [FrameResult, …]}`, a frame a line. See docs/output.md.
 */
export async function sessionJson({ store, info }: Session): Promise<Blob> {
  const { id: _, ...session } = info.peek();
  const head = JSON.stringify({ type: SESSION_TYPE, schema: 1, session }).slice(0, -1);
  const parts = [`${head},"frames":[\n`];
  const pacer = new Pacer();
  for (let i = 0; i < store.length; i++) {
    parts.push(jsonLine(store.frame(i)), i < store.length - 1 ? ',\n' : '\n');
    await pacer.rest();
  }
  parts.push(']}\n');
  return new Blob(parts, { type: 'application/json' });
}
