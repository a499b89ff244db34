/** The compiled thread that reads a camera. */
export const CAMERA_WORKER_URL = new URL('./camera-worker.js', import.meta.url);
