export { FaceDetector, type FaceDetectorOptions } from './detection/face-detector.js';
export type { SourceKind } from './detection/looks.js';
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
export { type ColorPair, EXPRESSION_COLORS, UNCERTAIN_COLOR } from './expression/colors.js';
export {
  ExpressionClassifier,
  type ExpressionClassifierOptions,
} from './expression/expression-classifier.js';
export { EXPRESSIONS, type Expression, isExpression } from './expression/labels.js';
export { DEFAULT_THRESHOLD, decide } from './expression/threshold.js';
export { type ExpressionCard, type FaceDetectionCard, type ModelCard, parseModelCard } from './model-card.js';
export { type DrawOverlayOptions, drawOverlay } from './overlay/draw-overlay.js';
export { expressionName, formatPercent } from './overlay/label-text.js';
export type { OverlayItem, OverlayOptions } from './overlay/layout-overlay.js';
export type { OverlayContext } from './overlay/overlay-context.js';
export { type OverlayFace, overlayFaces } from './overlay/overlay-face.js';
export {
  type DetectOptions,
  type PendingResult,
  Pipeline,
  type ReadFrame,
  type Reading,
  readAhead,
  type StreamOptions,
  StreamPipeline,
} from './pipeline.js';
export { type Baseline, BaselineMeter, baselineOf } from './recording/baseline.js';
export { isWithin, mergeRanges, type TimeRange } from './recording/time-range.js';
export { runSelfTest, selfTestInput } from './self-test.js';
export type { InferenceSession, Tensor } from './session.js';
export { SteadyLabels, type SteadyLabelsOptions } from './smoothing/steady-labels.js';
export { DEFAULT_SMOOTHING } from './smoothing/temporal-smoother.js';
export { parseStudy, type Stimulus, type Study } from './study/parse-study.js';
export { CSV_COLUMNS, csvHeader, csvLine, csvRows } from './timeline/csv.js';
export { jsonLine } from './timeline/json.js';
export type { TimelineSeries, TrackSeries } from './timeline/series.js';
export { STATES, type State } from './timeline/states.js';
export type {
  EpisodeSummary,
  ExpressionSummary,
  ProbabilitySummary,
  TimelineSummary,
  TrackSummary,
} from './timeline/summary.js';
export { Timeline, type TimelineOptions } from './timeline/timeline.js';
export { valence } from './timeline/valence.js';
export type {
  AnyImage,
  Box,
  Detection,
  Face,
  Frame,
  FrameResult,
  Keypoints,
  Plane,
  Point,
  Probabilities,
  RgbImage,
  YuvColors,
  YuvImage,
} from './types.js';
