import { EXPRESSIONS } from 'affect-detect';
import * as v from 'valibot';
import type { SessionInfo } from '../recording/session.js';

const seconds = v.pipe(v.number(), v.finite());
const size = v.pipe(v.number(), v.finite(), v.minValue(0));
const text = v.pipe(v.string(), v.maxLength(1000));
const range = { start: seconds, end: seconds };

const sessionInfo = v.object({
  name: text,
  group: text,
  createdAt: v.pipe(v.string(), v.isoTimestamp()),
  source: v.object({
    kind: v.picklist(['camera', 'video', 'screen', 'table']),
    name: v.nullable(text),
    width: size,
    height: size,
  }),
  models: v.array(text),
  threshold: v.nullable(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
  smoothing: v.nullable(size),
  markers: v.array(v.object({ time: seconds, label: text })),
  excluded: v.array(v.object(range)),
  baselines: v.array(
    v.object({
      ...range,
      trackId: v.pipe(v.number(), v.integer()),
      frames: v.pipe(v.number(), v.integer()),
      probabilities: v.object(v.entriesFromList(EXPRESSIONS, v.number())),
    }),
  ),
});

/**
 * Check what an imported file says of its session. It gets an id of its own: the original may be kept here too.
 * @throws {Error} naming the file and the field
 */
export function parseSessionInfo(json: unknown, name: string): SessionInfo {
  const result = v.safeParse(sessionInfo, json);
  if (result.success) return { id: crypto.randomUUID(), ...result.output };
  const [issue] = result.issues;
  throw new Error(`${name} is not a session: ${v.getDotPath(issue) ?? 'it'}: ${issue.message}.`);
}
