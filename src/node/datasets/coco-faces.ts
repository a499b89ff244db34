import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import type { TrueFace } from '../../core/evaluation/detection-matching.js';
import { InputError, type Keypoints } from '../../core/index.js';

/** A picture of a COCO file and the faces that people marked in it. */
export interface CocoImage {
  /** Relative to the folder of the pictures. */
  readonly file: string;
  /** Size that the boxes refer to, pixels. */
  readonly width: number;
  readonly height: number;
  readonly faces: readonly TrueFace[];
}

const id = v.union([v.number(), v.string()]);
const place = v.pipe(v.number(), v.finite());
const size = v.pipe(v.number(), v.integer(), v.minValue(1));
const flag = v.optional(v.union([v.number(), v.boolean()]), 0);
const coco = v.object({
  images: v.array(v.object({ id, file_name: v.string(), width: size, height: size })),
  annotations: v.array(
    v.object({
      image_id: id,
      category_id: v.optional(id),
      bbox: v.tuple([place, place, place, place]),
      iscrowd: flag,
      ignore: flag,
      keypoints: v.optional(v.array(place)),
    }),
  ),
  categories: v.optional(v.array(v.object({ id, name: v.string() })), []),
});
type Coco = v.InferOutput<typeof coco>;

/**
 * Read faces from an annotation file in COCO's layout. Of several categories the one called "face" counts. Keypoints are
 * five points, x and y, or x, y and visibility as COCO has them; those of a face that lacks one are left out. Boxes
 * without area are left out; crowds and boxes marked `ignore` count neither way.
 * @throws {InputError} if the file is missing, not JSON, not in this layout, or has no pictures
 */
export async function readCocoFaces(path: string): Promise<CocoImage[]> {
  const data = parse(await readText(path), path);
  const category = faceCategory(data, path);
  const faces = new Map<number | string, TrueFace[]>(data.images.map((image) => [image.id, []]));
  for (const { image_id, category_id, bbox, iscrowd, ignore, keypoints } of data.annotations) {
    if (category !== null && category_id !== category) continue;
    const [x, y, width, height] = bbox;
    if (!(width > 0 && height > 0)) continue;
    const list = faces.get(image_id);
    if (!list) throw new InputError(`${path}: an annotation is of image ${image_id}, which is not listed`);
    list.push({
      box: { x, y, width, height },
      keypoints: parseKeypoints(keypoints),
      isCrowd: Boolean(iscrowd) || Boolean(ignore),
    });
  }
  return data.images.map((image) => ({
    file: image.file_name,
    width: image.width,
    height: image.height,
    faces: faces.get(image.id)!,
  }));
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const reason =
      code === 'ENOENT' ? "doesn't exist" : code === 'EISDIR' ? 'is a folder' : `can't be read (${code})`;
    throw new InputError(`${path} ${reason}`, { cause });
  }
}

function parse(text: string, path: string): Coco {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw new InputError(`${path} is not valid JSON`, { cause });
  }
  const result = v.safeParse(coco, json);
  if (!result.success) {
    const [issue] = result.issues;
    throw new InputError(
      `${path} is not in COCO's layout: ${v.getDotPath(issue) ?? 'file'}: ${issue.message}`,
    );
  }
  if (result.output.images.length === 0) throw new InputError(`${path} lists no pictures`);
  return result.output;
}

/** Id of the category that counts; `null` where all do. */
function faceCategory({ categories }: Coco, path: string): number | string | null {
  if (categories.length <= 1) return null;
  const face = categories.find(({ name }) => name.toLowerCase() === 'face');
  if (!face) {
    const names = categories.map(({ name }) => name).join(', ');
    throw new InputError(`${path} has several categories and none is called "face" (${names})`);
  }
  return face.id;
}

function parseKeypoints(values: readonly number[] | undefined): Keypoints | null {
  const step = values && { 10: 2, 15: 3 }[values.length];
  if (!step) return null;
  const points = Array.from({ length: 5 }, (_, i) => values.slice(i * step, (i + 1) * step));
  if (points.some(([, , visibility]) => visibility === 0)) return null;
  return points.map(([x, y]) => [x, y]) as unknown as Keypoints;
}
