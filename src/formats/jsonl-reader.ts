import * as v from 'valibot';
import { InputError } from '../core/errors.js';
import { EXPRESSIONS } from '../core/expression/labels.js';
import type { FrameResult } from '../core/types.js';
import { readLines, type TextSource } from './lines.js';

const number = v.pipe(v.number(), v.finite());
const point = v.tuple([number, number]);
const probabilities = v.object(v.entriesFromList(EXPRESSIONS, number));

// Objects drop the keys that they don't know: docs/output.md promises that new ones may come.
const frameResult = v.object({
  schema: v.literal(1),
  source: v.nullable(v.string()),
  width: number,
  height: number,
  timestamp: v.nullable(number),
  faces: v.array(
    v.object({
      box: v.object({ x: number, y: number, width: number, height: number }),
      score: number,
      keypoints: v.tuple([point, point, point, point, point]),
      trackId: v.nullable(v.pipe(v.number(), v.integer())),
      expression: v.nullable(v.picklist(EXPRESSIONS)),
      probability: number,
      probabilities,
      rawProbabilities: v.exactOptional(probabilities),
    }),
  ),
});

/**
 * Read JSON Lines as `affect-detect video --json` prints them, frame by frame. Empty lines are passed over.
 * @param name what to call the source in messages
 * @throws {InputError} naming the line and the field, if the text is empty or not such lines
 */
export async function* readFrameLines(source: TextSource, name: string): AsyncGenerator<FrameResult> {
  let isEmpty = true;
  for await (const { text, number } of readLines(source, name)) {
    if (text.trim() === '') continue;
    isEmpty = false;
    yield parseFrame(text, `${name}: line ${number}`);
  }
  if (isEmpty) throw new InputError(`${name} is empty`);
}

function parseFrame(text: string, where: string): FrameResult {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new InputError(`${where} is not valid JSON`, { cause });
  }
  const result = v.safeParse(frameResult, json);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new InputError(
    `${where} is not a result of affect-detect: ${v.getDotPath(issue) ?? 'it'}: ${issue.message}`,
  );
}
