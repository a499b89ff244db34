/**
 * Read a video as the command does, with a clock around every stage: `node stages.mjs <video> [model]`. All runs in this
 * thread, one stage after the other, except for the decoder, so that the clocks don't count each other's time.
 */

import { openCsvSink } from '../../dist/cli/frame-sinks.js';
import { DEFAULT_MAX_DETECTION_INTERVAL } from '../../dist/cli/options.js';
import { ExpressionClassifier, FaceDetector, Pipeline } from '../../dist/core/index.js';
import { TimedSession } from '../../dist/node/datasets/timed-session.js';
import {
  DEFAULT_DETECTOR,
  DEFAULT_EXPRESSION_MODEL,
  findModel,
  loadSession,
  openVideo,
  Timeline,
} from '../../dist/node/index.js';
import { openFaceDetector } from '../../dist/node/models.js';

const [, , source, modelName = DEFAULT_EXPRESSION_MODEL] = process.argv;
const found = await openFaceDetector(DEFAULT_DETECTOR, {});
const detectorSession = new TimedSession(found.session);
const detector = new FaceDetector(detectorSession, found.card);
const model = await findModel(modelName);
const expressionSession = new TimedSession(await loadSession(model.path, model.card, {}));
const classifier = new ExpressionClassifier(expressionSession, model.card);

const seconds = { waiting: 0, detecting: 0, aligning: 0, reading: 0, writing: 0, all: 0 };
const clock = () => performance.now() / 1000;
async function timed(stage, work) {
  const began = clock();
  const result = await work();
  seconds[stage] += clock() - began;
  return result;
}

let looks = 0;
const detect = detector.detect.bind(detector);
detector.detect = (...args) => {
  looks++;
  return timed('detecting', () => detect(...args));
};
const align = classifier.align.bind(classifier);
classifier.align = (...args) => {
  const began = clock();
  const faces = align(...args);
  seconds.aligning += clock() - began;
  return faces;
};

const video = await openVideo(source, { pixels: 'any' });
const stream = new Pipeline(detector, classifier).openStream({
  maxDetectionInterval: DEFAULT_MAX_DETECTION_INTERVAL,
});
const timeline = new Timeline();
const table = await openCsvSink(`${source}.stages.csv`);
const pictures = video.frames();
let frames = 0;
let faces = 0;
const began = clock();
for (;;) {
  const { value, done } = await timed('waiting', () => pictures.next());
  if (done) break;
  const result = await timed('reading', () => stream.detect(value));
  await timed('writing', async () => {
    timeline.append(result);
    await table.write(result, frames);
  });
  faces += result.faces.length;
  frames++;
}
await timed('writing', () => table.finish());
seconds.all = clock() - began;
const detectorRun = detectorSession.totalMs / 1000;
const expressionRun = expressionSession.totalMs / 1000;
const stages = {
  'waiting for the decoder': seconds.waiting,
  'scaling and decoding of boxes': seconds.detecting - detectorRun,
  'face detector': detectorRun,
  'alignment of faces': seconds.aligning,
  'expression model': expressionRun,
  'following, ids and smoothing': seconds.reading - seconds.detecting - seconds.aligning - expressionRun,
  'timeline and table': seconds.writing,
};
console.log(JSON.stringify({ frames, faces, looks, seconds: seconds.all, stages }));
await detectorSession.dispose();
await expressionSession.dispose();
