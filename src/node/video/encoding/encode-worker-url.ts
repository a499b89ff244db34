/** The compiled encoding thread. */
export const ENCODE_WORKER_URL = new URL('./encode-worker.js', import.meta.url);
