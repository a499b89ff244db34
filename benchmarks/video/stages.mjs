/** Read a video as the command does, with a clock around every stage: `node stages.mjs <video>`. */
import { ExpressionClassifier, FaceDetector, StreamPipeline } from '../../dist/core/index.js';
import { TimedSession } from '../../dist/node/datasets/timed-session.js';
import {
  DEFAULT_DETECTOR,
  DEFAULT_EXPRESSION_MODEL,
  findModel,
  loadSession,
  openVideo,
} from '../../dist/node/index.js';
import { openFaceDetector } from '../../dist/node/models.js';

const found = await openFaceDetector(DEFAULT_DETECTOR, {});
const detectorSession = new TimedSession(found.session);
const detector = new FaceDetector(detectorSession, found.card);
const model = await findModel(DEFAULT_EXPRESSION_MODEL);
const expressionSession = new TimedSession(await loadSession(model.path, model.card, {}));
const classifier = new ExpressionClassifier(expressionSession, model.card);

const seconds = { waiting: 0, detecting: 0, classifying: 0, all: 0 };
const clock = () => performance.now() / 1000;
async function timed(stage, work) {
  const began = clock();
  const result = await work();
  seconds[stage] += clock() - began;
  return result;
}

const read = async ({ image }) => {
  const detections = await timed('detecting', () => detector.detect(image, 'stream'));
  const keypoints = detections.map((face) => face.keypoints);
  return {
    detections,
    probabilities: await timed('classifying', () => classifier.classify(image, keypoints)),
  };
};

const video = await openVideo(process.argv[2]);
const stream = new StreamPipeline(read, {});
const pictures = video.frames();
let frames = 0;
let faces = 0;
const began = clock();
for (;;) {
  const { value, done } = await timed('waiting', () => pictures.next());
  if (done) break;
  faces += (await stream.detect(value)).faces.length;
  frames++;
}
seconds.all = clock() - began;
const detectorRun = detectorSession.totalMs / 1000;
const expressionRun = expressionSession.totalMs / 1000;
const stages = {
  'waiting for the decoder': seconds.waiting,
  'letterbox and decoding of boxes': seconds.detecting - detectorRun,
  'face detector': detectorRun,
  'alignment of faces': seconds.classifying - expressionRun,
  'expression model': expressionRun,
  'tracking, smoothing and the rest': seconds.all - seconds.waiting - seconds.detecting - seconds.classifying,
};
console.log(JSON.stringify({ frames, faces, seconds: seconds.all, stages }));
await detectorSession.dispose();
await expressionSession.dispose();
