import type {
  ExpressionCard,
  FaceDetectionCard,
  InferenceSession,
  RgbImage,
  Tensor,
} from '../../src/core/index.js';

type Run = (inputs: Readonly<Record<string, Tensor>>) => Record<string, Tensor>;

/** A session that answers with a function, and counts how often it ran and was disposed of. */
export class FakeSession implements InferenceSession {
  readonly backend = 'fake';
  runs = 0;
  disposals = 0;

  constructor(
    readonly inputNames: readonly string[],
    readonly outputNames: readonly string[],
    readonly answer: Run,
  ) {}

  async run(inputs: Readonly<Record<string, Tensor>>): Promise<Record<string, Tensor>> {
    this.runs++;
    return this.answer(inputs);
  }

  async dispose(): Promise<void> {
    this.disposals++;
  }
}

const common = {
  schema: 1,
  description: 'for tests',
  license: 'MIT',
  file: 'model.onnx',
  sha256: '0'.repeat(64),
  bytes: 1,
  metrics: {},
} as const;

/** A valid card of a detector with one stride of 8. */
export function detectorCard(changes: Partial<FaceDetectionCard> = {}): FaceDetectionCard {
  return {
    ...common,
    id: 'test-detector',
    task: 'face-detection',
    input: {
      name: 'image',
      channels: 'bgr',
      mean: [0, 0, 0],
      std: [1, 1, 1],
      multiple: 32,
      sizes: { stream: [64], still: [64] },
    },
    decoder: {
      type: 'anchor-free',
      strides: [8],
      cellOffset: 0.5,
      scores: ['score_{stride}'],
      boxes: 'box_{stride}',
      keypoints: 'keypoints_{stride}',
    },
    scoreThreshold: 0.5,
    iouThreshold: 0.45,
    selfTest: { dims: [1, 3, 32, 32], outputs: {}, tolerance: 1e-3 },
    ...changes,
  };
}

/** A valid card of an expression model with the labels of FER+, contempt among them. */
export function expressionCard(changes: Partial<ExpressionCard> = {}): ExpressionCard {
  return {
    ...common,
    id: 'test-expression',
    task: 'expression-classification',
    input: { name: 'faces', channels: 'gray', mean: [0], std: [1], width: 48, height: 48 },
    template: [
      [15.3, 18.6],
      [33.1, 18.4],
      [24.3, 27.8],
      [16.7, 35.9],
      [32, 35.6],
    ],
    heads: {
      ferplus: {
        output: 'logits',
        labels: ['neutral', 'happy', 'surprise', 'sad', 'angry', 'disgust', 'fear', 'contempt'],
        calibration: { method: 'temperature', temperature: 1 },
      },
    },
    defaultHead: 'ferplus',
    selfTest: { dims: [1, 1, 48, 48], outputs: {}, tolerance: 1e-3 },
    ...changes,
  };
}

/** Where a fake detector's outputs put one face: a cell of the 8-pixel grid and a size in pixels of the input. */
export interface PlantedFace {
  readonly column: number;
  readonly row: number;
  readonly size: number;
  readonly score: number;
}

/** Outputs of a detector at stride 8 that sees the given faces, keypoints laid out like the template. */
export function plantFaces(
  faces: readonly PlantedFace[],
  columns: number,
  rows: number,
): Record<string, Tensor> {
  const cells = columns * rows;
  const score = new Float32Array(cells);
  const box = new Float32Array(4 * cells);
  const keypoints = new Float32Array(10 * cells);
  const offsets = [-0.25, -0.2, 0.25, -0.2, 0, 0, -0.2, 0.25, 0.2, 0.25];
  for (const face of faces) {
    const cell = face.row * columns + face.column;
    score[cell] = face.score;
    box[2 * cells + cell] = Math.log(face.size / 8);
    box[3 * cells + cell] = Math.log(face.size / 8);
    offsets.forEach((offset, i) => {
      keypoints[i * cells + cell] = (offset * face.size) / 8;
    });
  }
  const dims = (channels: number) => [1, channels, rows, columns];
  return {
    score_8: { data: score, dims: dims(1) },
    box_8: { data: box, dims: dims(4) },
    keypoints_8: { data: keypoints, dims: dims(10) },
  };
}

/** A session that sees the same faces in whatever picture it is given. */
export function fakeDetectorSession(faces: readonly PlantedFace[]): FakeSession {
  return new FakeSession(['image'], ['score_8', 'box_8', 'keypoints_8'], ({ image }) =>
    plantFaces(faces, image.dims[3] / 8, image.dims[2] / 8),
  );
}

/** A session that gives every face the same logits. */
export function fakeExpressionSession(logits: readonly number[]): FakeSession {
  return new FakeSession(['faces'], ['logits'], ({ faces }) => {
    const n = faces.dims[0];
    const data = Float32Array.from({ length: n * logits.length }, (_, i) => logits[i % logits.length]);
    return { logits: { data, dims: [n, logits.length] } };
  });
}

/** A picture with a gradient, so that no two pixels nearby are alike. */
export function gradientImage(width: number, height: number): RgbImage {
  const data = Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * 7) % 256);
  return { data, width, height, channels: 3 };
}
