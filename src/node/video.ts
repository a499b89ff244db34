export { isStream } from './video/media-address.js';
export { openVideo } from './video/open-video.js';
export type { Video } from './video/video.js';
export type { VideoOptions } from './video/video-options.js';
