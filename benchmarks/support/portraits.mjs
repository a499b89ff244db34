import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { warpAffineToTensor } from '../../dist/core/image/warp-affine.js';

const SAMPLES = fileURLToPath(new URL('../../samples', import.meta.url));
const FORMAT = { channels: 'rgb', mean: [0, 0, 0], std: [1, 1, 1] };
// Head and shoulders are cut out this far around the face, face heights.
const MARGIN = 0.35;

/** The samples' faces, in pixels of their files. The third person is the first one's mirror image. */
const PORTRAITS = [
  { file: 'collins.jpg', face: { x: 406, y: 201, width: 149, height: 190 } },
  { file: 'hopper.jpg', face: { x: 385, y: 185, width: 180, height: 224 } },
  { file: 'collins.jpg', face: { x: 406, y: 201, width: 149, height: 190 }, isMirrored: true },
];

/**
 * @returns each person's head and shoulders, whole and at half the size, which is painted sooner: an image, and the width
 *   and height of the face in its middle
 */
export function loadPortraits() {
  return Promise.all(
    PORTRAITS.map((portrait) => Promise.all([1, 0.5].map((scale) => loadPortrait(portrait, scale)))),
  );
}

async function loadPortrait({ file, face, isMirrored }, scale) {
  const margin = Math.round(MARGIN * face.height);
  const width = face.width + 2 * margin;
  const height = face.height + 2 * margin;
  const cut = { left: face.x - margin, top: face.y - margin, width, height };
  const { data, info } = await sharp(join(SAMPLES, file))
    .extract(cut)
    .flop(Boolean(isMirrored))
    .removeAlpha()
    .resize({ width: Math.round(width * scale), height: Math.round(height * scale), fit: 'fill' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return {
    face: { width: (face.width * info.width) / width, height: (face.height * info.height) / height },
    image: { data, width: info.width, height: info.height, channels: 3 },
  };
}

/**
 * Paint a person into a picture.
 * @param place the face's centre and height in pixels, its angle in radians, its width as a multiple of the usual one
 * @returns the face's box
 */
export function paintPortrait(picture, portrait, { x, y, height, angle = 0, squeeze = 1 }) {
  const { face, image } = portrait.findLast((level) => level.face.height >= height) ?? portrait[0];
  const scale = height / face.height;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  // Columns of the matrix: where a step to the right and a step down in the portrait lead.
  const [right, down] = [
    [scale * squeeze * cos, scale * squeeze * sin],
    [-scale * sin, scale * cos],
  ];
  const reach = [0, 1].map(
    (k) => (Math.abs(right[k]) * image.width + Math.abs(down[k]) * image.height) / 2 + 1,
  );
  const left = Math.max(0, Math.floor(x - reach[0]));
  const top = Math.max(0, Math.floor(y - reach[1]));
  const width = Math.min(picture.width, Math.ceil(x + reach[0])) - left;
  const rows = Math.min(picture.height, Math.ceil(y + reach[1])) - top;
  if (width > 0 && rows > 0) {
    const [middleX, middleY] = [(image.width - 1) / 2, (image.height - 1) / 2];
    const matrix = [
      right[0],
      down[0],
      x - left - right[0] * middleX - down[0] * middleY,
      right[1],
      down[1],
      y - top - right[1] * middleX - down[1] * middleY,
    ];
    const planes = new Float32Array(3 * width * rows);
    warpAffineToTensor(image, matrix, width, rows, FORMAT, planes);
    copyInside(picture, image, planes, { left, top, width, rows, matrix });
  }
  // The box around the ellipse that fills the upright face.
  const half = [0, 1].map((k) => Math.hypot(right[k] * face.width, down[k] * face.height) / 2);
  return { x: x - half[0], y: y - half[1], width: 2 * half[0], height: 2 * half[1] };
}

/** The warp repeats the portrait's edges without end; only what lies in the portrait is copied. */
function copyInside(picture, image, planes, { left, top, width, rows, matrix }) {
  const [a, b, tx, c, d, ty] = matrix;
  const determinant = a * d - b * c;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < width; column++) {
      const [dx, dy] = [column - tx, row - ty];
      const u = (d * dx - b * dy) / determinant;
      const v = (a * dy - c * dx) / determinant;
      if (u < -0.5 || v < -0.5 || u > image.width - 0.5 || v > image.height - 0.5) continue;
      const at = 3 * ((top + row) * picture.width + left + column);
      for (let k = 0; k < 3; k++) picture.data[at + k] = planes[(k * rows + row) * width + column] + 0.5;
    }
  }
}
