/** The compiled decoding thread. */
export const DECODE_WORKER_URL = new URL('./decode-worker.js', import.meta.url);
