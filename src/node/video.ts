export { containerOf } from './video/encoding/encode-job.js';
export { openVideoWriter, type VideoWriter, type VideoWriterOptions } from './video/encoding/video-writer.js';
export { isStream } from './video/media-address.js';
export { openVideo } from './video/open-video.js';
export type { Video } from './video/video.js';
export type { AnyPixelsOptions, VideoOptions } from './video/video-options.js';
