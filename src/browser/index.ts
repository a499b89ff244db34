export {
  AffectDetector,
  type BrowserStreamOptions,
  type LoadOptions,
  loadAffectDetector,
  type StreamInput,
} from './affect-detector.js';
export { type Camera, type CameraDevice, type CameraOptions, listCameras, openCamera } from './camera.js';
export { DEFAULT_DETECTOR, DEFAULT_EXPRESSION_MODEL } from './default-models.js';
export type { DetectorStream } from './detector-stream.js';
export { type ImageInput, type ImageOptions, loadImage } from './images.js';
export { type SampledFramesOptions, sampledFrames } from './sampled-frames.js';
export { openScreen, type ScreenOptions } from './screen.js';
export type { StreamSource } from './stream-source.js';
export {
  type FramesOptions,
  openVideo,
  type StreamFrame,
  type Video,
  type VideoSource,
  videoFrames,
} from './video.js';
export { VideoFrameReader } from './video-frame-reader.js';
export type { Backend, LoadedModels, StreamSettings } from './worker-messages.js';
