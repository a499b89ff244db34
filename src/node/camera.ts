export type { Camera, CameraDevice, CameraOptions } from './camera/camera.js';
export { listCameras } from './camera/list-cameras.js';
export { openCamera } from './camera/open-camera.js';
