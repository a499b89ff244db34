import { InputError } from '../core/errors.js';
import { EXPRESSIONS, isExpression } from '../core/expression/labels.js';
import { type FaceRow, KEYPOINT_COLUMNS, rawColumn, rowsOfFrame } from '../core/timeline/face-row.js';
import type { Face, FrameResult, Keypoints, Probabilities } from '../core/types.js';

/** A frame that was put together from the rows of a table. */
export interface TableFrame {
  /** Its `width` and `height` are 0: the table doesn't hold the size of the picture. */
  readonly result: FrameResult;
  /** Its rows, for the columns that a result hasn't. */
  readonly rows: readonly FaceRow[];
}

/**
 * Put the frames of a table together again. The rows of a frame follow one another and have the same source, number
 * and timestamp.
 * @param name what to call the table in messages
 * @throws {InputError} if a row has only half a face or an unknown expression
 */
export async function* rowsToFrames(rows: AsyncIterable<FaceRow>, name: string): AsyncGenerator<TableFrame> {
  let ofFrame: FaceRow[] = [];
  let faces: Face[] = [];
  for await (const row of rows) {
    if (ofFrame.length > 0 && !isSameFrame(ofFrame[0], row)) {
      yield { result: toFrame(ofFrame[0], faces), rows: ofFrame };
      ofFrame = [];
      faces = [];
    }
    ofFrame.push(row);
    const face = toFace(row, name);
    if (face !== null) faces.push(face);
  }
  if (ofFrame.length > 0) yield { result: toFrame(ofFrame[0], faces), rows: ofFrame };
}

/** The rows of a stream of frames, which are numbered from 0 within their source. */
export async function* framesToRows(frames: AsyncIterable<FrameResult>): AsyncGenerator<FaceRow> {
  const next = new Map<string | null, number>();
  for await (const result of frames) {
    const frame = next.get(result.source) ?? 0;
    next.set(result.source, frame + 1);
    yield* rowsOfFrame(result, frame);
  }
}

function isSameFrame(a: FaceRow, b: FaceRow): boolean {
  const same = (column: string) => (a[column] ?? null) === (b[column] ?? null);
  return same('timestamp') && same('frame') && same('source');
}

function toFrame(row: FaceRow, faces: readonly Face[]): FrameResult {
  const source = (row.source as string | null | undefined) ?? null;
  return { schema: 1, source, width: 0, height: 0, timestamp: row.timestamp as number | null, faces };
}

/** @returns `null` for the row of a frame without a face */
function toFace(row: FaceRow, name: string): Face | null {
  if (row.probability === null) return null;
  const where = `${name}: the row at ${row.timestamp} s`;
  const { expression } = row;
  if (expression !== null && !isExpression(String(expression))) {
    throw new InputError(
      `${where}: expression must be one of ${EXPRESSIONS.join(', ')}, got "${expression}"`,
    );
  }
  const number = (column: string): number => {
    const cell = row[column];
    if (typeof cell === 'number') return cell;
    throw new InputError(`${where} has a face, but its column "${column}" is empty`);
  };
  const probabilities = (column: (expression: string) => string) =>
    Object.fromEntries(EXPRESSIONS.map((key) => [key, number(column(key))])) as unknown as Probabilities;
  const hasRaw = typeof row[rawColumn(EXPRESSIONS[0])] === 'number';
  return {
    trackId: row.track_id as number | null,
    box: {
      x: number('box_x'),
      y: number('box_y'),
      width: number('box_width'),
      height: number('box_height'),
    },
    score: number('face_score'),
    keypoints: KEYPOINT_COLUMNS.map(([x, y]) => [number(x), number(y)]) as unknown as Keypoints,
    expression: expression as Face['expression'],
    probability: number('probability'),
    probabilities: probabilities((key) => key),
    ...(hasRaw && { rawProbabilities: probabilities(rawColumn) }),
  };
}
