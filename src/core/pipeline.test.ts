import { describe, expect, test } from 'vitest';
import {
  detectorCard,
  expressionCard,
  fakeDetectorSession,
  fakeExpressionSession,
  gradientImage,
  type PlantedFace,
} from '../../test/support/fakes.js';
import { FaceDetector } from './detection/face-detector.js';
import { ExpressionClassifier } from './expression/expression-classifier.js';
import { Pipeline, readAhead } from './pipeline.js';
import type { Frame } from './types.js';

const TWO_FACES: PlantedFace[] = [
  { column: 1, row: 2, size: 20, score: 0.8 },
  { column: 6, row: 2, size: 20, score: 0.9 },
];
// neutral, happy, surprise, sad, angry, disgust, fear, contempt: happy has 0.64 of the seven.
const HAPPY = [0, 2.36, 0, 0, 0, 0, 0, -50];

function createPipeline(faces = TWO_FACES) {
  const sessions = { detector: fakeDetectorSession(faces), expression: fakeExpressionSession(HAPPY) };
  const pipeline = new Pipeline(
    new FaceDetector(sessions.detector, detectorCard()),
    new ExpressionClassifier(sessions.expression, expressionCard()),
  );
  return { pipeline, sessions };
}

function frame(timestamp: number | null, width = 64, height = 64): Frame {
  return { image: gradientImage(64, 64), width, height, timestamp };
}

test('every face of a still picture gets its expression, and no id', async () => {
  const { pipeline } = createPipeline();
  const result = await pipeline.detect(frame(null), { source: 'a.jpg' });
  expect(result).toMatchObject({ schema: 1, source: 'a.jpg', width: 64, height: 64, timestamp: null });
  expect(result.faces).toHaveLength(2);
  for (const face of result.faces) {
    expect(face.trackId).toBeNull();
    expect(face.expression).toBe('happy');
    expect(face.probability).toBeCloseTo(0.638, 3);
    expect(face).not.toHaveProperty('rawProbabilities');
  }
});

test('a picture without a face is no error', async () => {
  expect((await createPipeline([]).pipeline.detect(frame(null))).faces).toEqual([]);
});

test('below the threshold the expression is null and its probability stays', async () => {
  const { faces } = await createPipeline().pipeline.detect(frame(null), { threshold: 0.7 });
  expect(faces[0].expression).toBeNull();
  expect(faces[0].probability).toBeCloseTo(0.638, 3);
});

test('coordinates are pixels of the source also where the image was decoded smaller', async () => {
  const { pipeline } = createPipeline();
  const small = (await pipeline.detect(frame(null))).faces[0];
  const large = (await pipeline.detect(frame(null, 128, 192))).faces[0];
  expect(large.box.x).toBeCloseTo(small.box.x * 2, 6);
  expect(large.box.height).toBeCloseTo(small.box.height * 3, 6);
  expect(large.keypoints[2][1]).toBeCloseTo(small.keypoints[2][1] * 3, 6);
});

test('in a stream faces keep their ids and raw probabilities stand beside smoothed ones', async () => {
  const { pipeline } = createPipeline();
  async function* frames() {
    for (let i = 0; i < 4; i++) yield frame(i / 10);
  }
  const ids: (number | null)[][] = [];
  for await (const { faces } of pipeline.detectStream(frames())) {
    ids.push(faces.map(({ trackId }) => trackId));
    expect(faces[0].rawProbabilities?.happy).toBeCloseTo(0.638, 3);
  }
  expect(ids).toEqual([ids[0], ids[0], ids[0], ids[0]]);
  expect([...ids[0]].sort()).toEqual([1, 2]);
});

test('two streams of one pipeline know nothing of each other', async () => {
  const { pipeline } = createPipeline();
  const first = pipeline.openStream();
  const second = pipeline.openStream();
  await first.detect(frame(5));
  expect((await second.detect(frame(0))).faces.map(({ trackId }) => trackId).sort()).toEqual([1, 2]);
});

test('options of a stream that are out of range are named as they were given', () => {
  const { pipeline } = createPipeline();
  for (const name of ['smoothing', 'maxAge', 'maxDetectionInterval']) {
    const message = `${name} must be at least 0 seconds, got -1`;
    expect(() => pipeline.openStream({ [name]: -1 })).toThrow(new RangeError(message));
  }
  const stream = pipeline.openStream({});
  expect(() => {
    stream.smoothing = -1;
  }).toThrow('smoothing must be at least 0 seconds');
  for (const threshold of [Number.NaN, 5]) {
    expect(() => {
      stream.threshold = threshold;
    }).toThrow('threshold must be between 0 and 1');
  }
});

test('the threshold of a running stream may be changed', async () => {
  const stream = createPipeline().pipeline.openStream();
  expect((await stream.detect(frame(0))).faces[0].expression).toBe('happy');
  stream.threshold = 0.9;
  expect((await stream.detect(frame(0.1))).faces[0].expression).toBeNull();
});

test('a stream refuses a frame without a timestamp and one that goes back in time', async () => {
  const stream = createPipeline().pipeline.openStream();
  await expect(stream.detect(frame(null))).rejects.toThrow(TypeError);
  await stream.detect(frame(1));
  await expect(stream.detect(frame(0.5))).rejects.toThrow(/timestamp/);
});

test('between two looks of the detector faces keep ids and place, and every frame is read', async () => {
  const { pipeline, sessions } = createPipeline();
  const every = createPipeline().pipeline.openStream();
  const stream = pipeline.openStream({ maxDetectionInterval: 0.4 });
  for (let i = 0; i < 60; i++) {
    const expected = await every.detect(frame(i / 30, 128, 192));
    const { faces } = await stream.detect(frame(i / 30, 128, 192));
    for (const [k, face] of faces.entries()) {
      expect(face.trackId).toBe(expected.faces[k].trackId);
      expect(face.box.x).toBeCloseTo(expected.faces[k].box.x, 6);
      expect(face.probabilities.happy).toBeCloseTo(expected.faces[k].probabilities.happy, 5);
    }
  }
  expect(sessions.detector.runs).toBeLessThan(12);
  expect(sessions.expression.runs).toBe(60);
  await expect(stream.detect(frame(1.9))).rejects.toThrow(/timestamp must not be earlier/);
});

test('a malformed image is refused before anything runs', async () => {
  const { pipeline, sessions } = createPipeline();
  const image = { ...gradientImage(64, 64), width: 65 };
  await expect(pipeline.detect({ ...frame(null), image })).rejects.toThrow(RangeError);
  expect(sessions.detector.runs).toBe(0);
});

test('an aborted stream ends with the reason of its signal', async () => {
  const controller = new AbortController();
  async function* frames() {
    yield frame(0);
    controller.abort(new Error('enough'));
    yield frame(1);
  }
  const stream = createPipeline().pipeline.detectStream(frames(), { signal: controller.signal });
  await stream.next();
  await expect(stream.next()).rejects.toThrow('enough');
});

test('disposing frees both networks', async () => {
  const { pipeline, sessions } = createPipeline();
  await pipeline.dispose();
  expect([sessions.detector.disposals, sessions.expression.disposals]).toEqual([1, 1]);
});

describe('reading ahead', () => {
  const times = Array.from({ length: 40 }, (_, i) => i / 30);

  async function* framesAt(seconds: readonly number[]) {
    for (const time of seconds) yield frame(time);
  }

  test('gives the results of reading one frame after the other, in order', async () => {
    for (const maxDetectionInterval of [0, 0.2]) {
      const stream = createPipeline().pipeline.openStream({ maxDetectionInterval });
      const expected = [];
      for (const time of times) expected.push(await stream.detect(frame(time)));
      const ahead = createPipeline().pipeline.openStream({ maxDetectionInterval });
      const results = [];
      for await (const result of readAhead(ahead, framesAt(times))) results.push(result);
      expect(results).toEqual(expected);
    }
  });

  test('looks for faces while expressions are read, and is a few frames ahead at most', async () => {
    const { pipeline, sessions } = createPipeline();
    const answer = sessions.expression.run.bind(sessions.expression);
    const waiting: (() => void)[] = [];
    let running = 0;
    sessions.expression.run = async (inputs) => {
      expect(running++).toBe(0);
      await new Promise<void>((resolve) => waiting.push(resolve));
      running--;
      return answer(inputs);
    };
    const results = readAhead(pipeline.openStream(), framesAt(times));
    const first = results.next();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(sessions.detector.runs).toBe(4);
    waiting.shift()!();
    expect((await first).value?.timestamp).toBe(0);
    const second = results.next();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(sessions.detector.runs).toBe(5);
    waiting.shift()!();
    expect((await second).value?.timestamp).toBe(1 / 30);
  });

  test('gives a result as soon as it is there, though the next frame is not', async () => {
    async function* slowFrames() {
      yield frame(0);
      await new Promise(() => {});
    }
    const results = readAhead(createPipeline().pipeline.openStream(), slowFrames());
    expect((await results.next()).value?.timestamp).toBe(0);
  });

  test('gives no more results once its signal is aborted', async () => {
    const controller = new AbortController();
    async function* abortedFrames() {
      yield* framesAt(times.slice(0, 3));
      controller.abort(new Error('enough'));
      controller.signal.throwIfAborted();
    }
    const results = readAhead(createPipeline().pipeline.openStream(), abortedFrames(), controller.signal);
    const seen: number[] = [];
    const reading = (async () => {
      for await (const { timestamp } of results) {
        expect(controller.signal.aborted).toBe(false);
        seen.push(timestamp!);
      }
    })();
    await expect(reading).rejects.toThrow('enough');
    expect(seen.length).toBeLessThan(3);
  });

  test('gives all results of the frames before an error', async () => {
    async function* brokenFrames() {
      yield* framesAt(times.slice(0, 7));
      throw new Error('broke off');
    }
    const seen: (number | null)[] = [];
    const read = async () => {
      const stream = createPipeline().pipeline.openStream();
      for await (const { timestamp } of readAhead(stream, brokenFrames())) seen.push(timestamp);
    };
    await expect(read()).rejects.toThrow('broke off');
    expect(seen).toEqual(times.slice(0, 7));
  });

  test('ends with the failure of a network', async () => {
    const { pipeline, sessions } = createPipeline();
    sessions.expression.run = async () => {
      throw new Error('out of memory');
    };
    const results = readAhead(pipeline.openStream(), framesAt(times));
    await expect(results.next()).rejects.toThrow('out of memory');
  });

  test('lets go of the frames when nobody reads on', async () => {
    let isFree = false;
    async function* frames() {
      try {
        yield* framesAt(times);
      } finally {
        isFree = true;
      }
    }
    for await (const _ of readAhead(createPipeline().pipeline.openStream(), frames())) break;
    expect(isFree).toBe(true);
  });
});
