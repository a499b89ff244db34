import { join } from 'node:path';
import sharp from 'sharp';
import { seededRandom } from '../../src/core/evaluation/seeded-random.js';
import type { Box } from '../../src/core/index.js';
import { ROOT } from './run-cli.js';

/** A picture with many small faces, and where they are. */
export interface GroupPhoto {
  /** An encoded picture, JPEG. */
  readonly bytes: Buffer;
  /** In pixels of the picture. */
  readonly faces: readonly Box[];
}

export interface GroupPhotoOptions {
  readonly width?: number;
  readonly height?: number;
  /** Faces stand in this many columns and rows, like a class. */
  readonly columns?: number;
  readonly rows?: number;
  /** Heights of the faces, pixels, drawn evenly from this range. */
  readonly faceHeight?: readonly [number, number];
  readonly seed?: number;
}

/** The samples' portraits: head and shoulders, and the face in them. */
const PORTRAITS = [
  { file: 'collins.jpg', face: { x: 406, y: 201, width: 149, height: 190 } },
  { file: 'hopper.jpg', face: { x: 385, y: 185, width: 180, height: 224 } },
];

/** Compose a group photograph of the samples' two portraits: shrunk, every second mirrored, on soft grey noise. */
export async function composeGroupPhoto({
  width = 3000,
  height = 2000,
  columns = 10,
  rows = 6,
  faceHeight = [48, 96],
  seed = 1,
}: GroupPhotoOptions = {}): Promise<GroupPhoto> {
  const random = seededRandom(seed);
  const faces: Box[] = [];
  const layers: Parameters<ReturnType<typeof sharp>['composite']>[0] = [];
  for (let i = 0; i < columns * rows; i++) {
    const target = faceHeight[0] + random() * (faceHeight[1] - faceHeight[0]);
    const centre = [
      ((i % columns) + 0.35 + 0.3 * random()) * (width / columns),
      (Math.floor(i / columns) + 0.35 + 0.3 * random()) * (height / rows),
    ];
    const { file, face } = PORTRAITS[i % 2];
    const mirrored = random() < 0.5;
    const margin = Math.round(0.45 * face.height);
    const cut = {
      left: face.x - margin,
      top: face.y - margin,
      width: face.width + 2 * margin,
      height: face.height + 2 * margin,
    };
    const size = Math.round((cut.width * target) / face.height);
    const scale = size / cut.width;
    const portrait = sharp(join(ROOT, 'samples', file)).extract(cut);
    const { data, info } = await (mirrored ? portrait.flop() : portrait)
      .resize({ width: size })
      .png()
      .toBuffer({ resolveWithObject: true });
    const left = Math.round(centre[0] - info.width / 2);
    const top = Math.round(centre[1] - info.height / 2);
    layers.push({ input: data, left, top });
    faces.push({
      x: left + margin * scale,
      y: top + margin * scale,
      width: face.width * scale,
      height: face.height * scale,
    });
  }
  // Made here, because sharp's own noise differs each time.
  const noise = Uint8Array.from({ length: width * height }, () => 110 + 36 * random());
  const background = sharp(noise, { raw: { width, height, channels: 1 } }).toColourspace('srgb');
  return { bytes: await background.composite(layers).jpeg({ quality: 92 }).toBuffer(), faces };
}
