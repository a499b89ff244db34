/** Decode a video as the command does, and do nothing with its frames: `node decode-only.mjs <video>`. */
import { openVideo } from '../../dist/node/index.js';

const began = performance.now();
const video = await openVideo(process.argv[2], { pixels: 'any' });
let frames = 0;
for await (const _ of video.frames()) frames++;
console.log(JSON.stringify({ frames, seconds: (performance.now() - began) / 1000, decoder: video.decoder }));
