import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

/** A camera that shows a sample, as Chromium takes it. */
export interface FakeCamera {
  readonly args: readonly string[];
  dispose(): void;
}

/**
 * Make a camera of a sample picture.
 * @param sample file name in samples/
 */
export async function fakeCamera(sample: string): Promise<FakeCamera> {
  const path = fileURLToPath(new URL(`../../../samples/${sample}`, import.meta.url));
  const jpeg = await sharp(path).resize(640, 480).jpeg({ quality: 92 }).toBuffer();
  return cameraOf(Array.from({ length: 30 }, () => jpeg));
}

/** Make a camera of a bare wall, with the noise of a sensor. */
export async function fakeCameraOfNobody(): Promise<FakeCamera> {
  const jpegs = Array.from({ length: 30 }, () =>
    sharp({
      create: {
        width: 640,
        height: 480,
        channels: 3,
        background: '#888',
        noise: { type: 'gaussian', mean: 130, sigma: 8 },
      },
    })
      .jpeg({ quality: 92 })
      .toBuffer(),
  );
  return cameraOf(await Promise.all(jpegs));
}

/** Chromium takes a file of JPEGs one behind the other, and shows it for ever. */
function cameraOf(jpegs: readonly Buffer[]): FakeCamera {
  const folder = mkdtempSync(join(tmpdir(), 'affect-detect-camera-'));
  const file = join(folder, 'camera.mjpeg');
  writeFileSync(file, Buffer.concat(jpegs));
  return {
    args: [
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${file}`,
    ],
    dispose: () => rmSync(folder, { recursive: true }),
  };
}
