/** The thread that decodes a HEIC picture. */
export const HEIC_WORKER_URL = new URL('./heic-worker.js', import.meta.url);
