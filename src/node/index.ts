export * from '../core/index.js';
export { AffectDetector, type LoadOptions, loadAffectDetector } from './affect-detector.js';
export { type Camera, type CameraDevice, type CameraOptions, listCameras, openCamera } from './camera.js';
export { type ImageOptions, loadImage } from './images.js';
export {
  DEFAULT_DETECTOR,
  DEFAULT_EXPRESSION_MODEL,
  findModel,
  loadExpressionModel,
  loadFaceDetector,
  type ModelFiles,
} from './models.js';
export { type Backend, loadSession, type SessionOptions } from './session.js';
export {
  type AnyPixelsOptions,
  containerOf,
  isStream,
  openVideo,
  openVideoWriter,
  type Video,
  type VideoOptions,
  type VideoWriter,
  type VideoWriterOptions,
} from './video.js';
