// Compress what the server then gives out compressed.
import { brotliCompressSync, constants } from 'node:zlib';

/** Above this size, bytes, the last percent would take longer than it saves. */
const BIG = 1 << 20;

/** Which files are worth it: pictures, videos and networks are as dense as they get. */
export function isCompressible(path) {
  return /\.(html|css|m?js|json|svg|wasm|webmanifest)$/.test(path);
}

/**
 * @param {Buffer} content
 * @returns {Buffer}
 */
export function brotli(content) {
  return brotliCompressSync(content, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: content.length > BIG ? 7 : 10,
      [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
    },
  });
}
