/** A camera with two faces that move a little, so that no two pictures are the same. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

const WIDTH = 1280;
const HEIGHT = 720;
/** Two seconds; Chromium begins again at the end. */
const FRAMES = 60;

const sample = (name) => fileURLToPath(new URL(`../../samples/${name}`, import.meta.url));

/** @returns arguments for Chromium: a camera of 1280 x 720 at 30 frames a second */
export async function fakeCamera(folder) {
  const portrait = (name) => sharp(sample(name)).trim().resize(520, 640, { fit: 'cover' }).toBuffer();
  const [left, right] = await Promise.all([portrait('collins.jpg'), portrait('hopper.jpg')]);
  const pictures = [];
  for (let i = 0; i < FRAMES; i++) {
    const phase = (2 * Math.PI * i) / FRAMES;
    const top = Math.round(40 + 20 * Math.sin(phase));
    const picture = sharp({ create: { width: WIDTH, height: HEIGHT, channels: 3, background: '#667080' } })
      .composite([
        { input: left, left: Math.round(70 + 30 * Math.cos(phase)), top },
        { input: right, left: Math.round(690 - 30 * Math.sin(phase)), top: 80 - top },
      ])
      .jpeg({ quality: 85 });
    pictures.push(await picture.toBuffer());
  }
  const file = join(folder, 'camera.mjpeg');
  writeFileSync(file, Buffer.concat(pictures));
  return [
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream=fps=30',
    `--use-file-for-fake-video-capture=${file}`,
  ];
}
