/**
 * Read a video's expressions with @vladmandic/human: `node human.mjs <video> <folder with its node_modules>`. Its frames are
 * decoded as ours are. Everything but faces and expressions is turned off; what is left has its own defaults.
 */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { openVideo } from '../../dist/node/index.js';

const [, , source, folder] = process.argv;
const require = createRequire(join(folder, 'package.json'));
const modules = join(folder, 'node_modules');

// It fetches its models, and Node fetches no files.
const models = join(modules, '@vladmandic/human/models');
const server = createServer(async ({ url }, response) => {
  const bytes = await readFile(join(models, url.replaceAll(/[^\w.-]/g, ''))).catch(() => null);
  response.writeHead(bytes ? 200 : 404).end(bytes);
}).listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));

const { Human } = require(join(modules, '@vladmandic/human/dist/human.node-wasm.js'));
const began = performance.now();
const off = { enabled: false };
const human = new Human({
  backend: 'wasm',
  wasmPath: `${join(modules, '@tensorflow/tfjs-backend-wasm/dist')}/`,
  modelBasePath: `http://127.0.0.1:${server.address().port}/`,
  debug: false,
  filter: off,
  gesture: off,
  body: off,
  hand: off,
  object: off,
  face: {
    enabled: true,
    emotion: { enabled: true },
    iris: off,
    description: off,
    antispoof: off,
    liveness: off,
  },
});
await human.load();

const video = await openVideo(source);
let [frames, faces, expressions] = [0, 0, 0];
for await (const { image } of video.frames()) {
  const tensor = human.tf.tensor(image.data, [image.height, image.width, 3], 'int32');
  const { face } = await human.detect(tensor);
  human.tf.dispose(tensor);
  frames++;
  faces += face.length;
  expressions += face.filter(({ emotion }) => emotion?.length > 0).length;
}
const seconds = (performance.now() - began) / 1000;
console.log(JSON.stringify({ frames, faces, expressions, seconds, backend: human.tf.getBackend() }));
server.close();
