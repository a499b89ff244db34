import { createHash } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gradientImage } from '../../test/support/fakes.js';
import { encodeConstantNetwork } from '../../test/support/tiny-onnx.js';
import { keypointsFromBox } from '../core/detection/keypoints-from-box.js';
import { ModelLoadError, type Tensor } from '../core/index.js';
import { findModel, loadFaceDetector } from './models.js';

let folder: string;
const path = (name: string) => join(folder, name);
const tensor = (dims: number[], values: number[] = []): Tensor => {
  const data = new Float32Array(dims.reduce((a, b) => a * b));
  data.set(values);
  return { data, dims };
};
const RFB = {
  scores: tensor([1, 2, 2], [0.1, 0.9, 0.8, 0.2]),
  boxes: tensor([1, 2, 4], [0.25, 0.25, 0.5, 0.75]),
};
const rfbBytes = encodeConstantNetwork('input', [1, 3, 240, 320], RFB);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'affect-detect-foreign-'));
  const yunet: Record<string, Tensor> = {};
  for (const stride of [8, 16, 32]) {
    const cells = (64 / stride) ** 2;
    for (const [name, channels] of [
      ['cls', 1],
      ['obj', 1],
      ['bbox', 4],
      ['kps', 10],
    ] as const)
      yunet[`${name}_${stride}`] = tensor([1, cells, channels]);
  }
  // Cell (1, 1) of stride 32, the last of four, sees a face of 32 x 32 px around the cell's corner at (32, 32).
  yunet.cls_32.data[3] = 1;
  yunet.obj_32.data[3] = 0.81;
  await Promise.all([
    writeFile(path('rfb.onnx'), rfbBytes),
    writeFile(path('yunet.ONNX'), encodeConstantNetwork('input', [1, 3, 64, 64], yunet)),
    writeFile(path('other.onnx'), encodeConstantNetwork('x', [1, 3, 8, 8], { logits: tensor([1, 7]) })),
    writeFile(path('rfb-any-size.onnx'), encodeConstantNetwork('input', [1, 3, 'h', 'w'], RFB)),
    writeFile(path('text.onnx'), 'not a network'),
  ]);
});
afterAll(() => rm(folder, { recursive: true }));

describe.each(['native', 'wasm'] as const)('a network without a card, on %s', (backend) => {
  test('is used as RFB where its outputs are those of RFB', async () => {
    const { detector } = await loadFaceDetector(path('rfb.onnx'), { backend, threads: 1 });
    // A picture of 640 x 240 fills the input of 320 x 240 down to half its height.
    const faces = await detector.detect(gradientImage(640, 240), 'stream');
    expect(faces).toHaveLength(1);
    expect(faces[0].score).toBeCloseTo(0.9, 6);
    expect(faces[0].box).toEqual({ x: 160, y: 120, width: 160, height: 120 });
    await detector.dispose();
  });

  test('is used as YuNet where its outputs are those of YuNet', async () => {
    const { detector } = await loadFaceDetector(path('yunet.ONNX'), { backend, threads: 1 });
    const [face, ...others] = await detector.detect(gradientImage(128, 128), 'stream');
    expect(others).toEqual([]);
    expect(face.score).toBeCloseTo(0.9, 6);
    expect(face.box).toEqual({ x: 32, y: 32, width: 64, height: 64 });
    // The network puts all keypoints onto one another, so they come from the box.
    expect(face.keypoints).toEqual(keypointsFromBox(face.box));
    await detector.dispose();
  });

  test('is described by a card made of what the file says', async () => {
    const { detector } = await loadFaceDetector(path('rfb.onnx'), { backend, threads: 1 });
    expect(detector.card).toMatchObject({
      id: 'rfb',
      bytes: rfbBytes.length,
      sha256: createHash('sha256').update(rfbBytes).digest('hex'),
      input: { fixedSize: [320, 240], sizes: { still: [320], stream: [320] } },
    });
    await detector.dispose();
  });
});

test('the native backend is held to what WebAssembly answers', async () => {
  const { detector } = await loadFaceDetector(path('rfb.onnx'), { backend: 'native', threads: 1 });
  expect(detector.card.selfTest.outputs.boxes.slice(0, 4)).toEqual([0.25, 0.25, 0.5, 0.75]);
  expect(detector.card.selfTest.dims).toEqual([1, 3, 240, 320]);
  await detector.dispose();
});

test.each([
  ['other.onnx', /has no model\.json and is no YuNet or RFB detector \(inputs: x; outputs: logits\)$/],
  ['rfb-any-size.onnx', /is no YuNet or RFB detector/],
  ['text.onnx', /can't be loaded/],
])('%s is refused in one line that names the file', async (name, message) => {
  const error = await loadFaceDetector(path(name), { threads: 1 }).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(ModelLoadError);
  expect(error.message).toContain(name);
  expect(error.message).not.toContain('\n');
  expect(error.message).toMatch(message);
});

test('a network beside the card of another one is not taken for that other one', async () => {
  await mkdir(path('model'));
  const { path: ours } = await findModel('face-starter');
  await copyFile(join(ours, '..', 'model.json'), path('model/model.json'));
  await writeFile(path('model/rfb.onnx'), rfbBytes);
  const { detector } = await loadFaceDetector(path('model/rfb.onnx'), { threads: 1 });
  expect(detector.card.id).toBe('rfb');
  await detector.dispose();
});
