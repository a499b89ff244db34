export { FaceDetector, type FaceDetectorOptions, type SourceKind } from './detection/face-detector.js';
export {
  AffectDetectError,
  BackendUnavailableError,
  CameraUnavailableError,
  type ErrorCode,
  InputError,
  ModelLoadError,
  OutputError,
  PortUnavailableError,
  TruncatedMediaError,
  UnsupportedMediaError,
} from './errors.js';
export {
  ExpressionClassifier,
  type ExpressionClassifierOptions,
} from './expression/expression-classifier.js';
export { EXPRESSIONS, type Expression, isExpression } from './expression/labels.js';
export { DEFAULT_THRESHOLD, decide } from './expression/threshold.js';
export { type ExpressionCard, type FaceDetectionCard, type ModelCard, parseModelCard } from './model-card.js';
export { type DetectOptions, Pipeline, type StreamOptions, StreamPipeline } from './pipeline.js';
export { runSelfTest, selfTestInput } from './self-test.js';
export type { InferenceSession, Tensor } from './session.js';
export { DEFAULT_SMOOTHING } from './smoothing/temporal-smoother.js';
export type {
  Box,
  Detection,
  Face,
  Frame,
  FrameResult,
  Keypoints,
  Point,
  Probabilities,
  RgbImage,
} from './types.js';
