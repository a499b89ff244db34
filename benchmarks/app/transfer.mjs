/** Bytes that the first visit sends over the network, headers of the answers included, by part of the app. */
import { createServer, request } from 'node:http';
import { listen } from '../../dist/server/index.js';
import { startBrowser } from './browser.mjs';

/** The first that matches a path is its part. */
const PARTS = [
  ['expression model', /\/model-[\w-]+\.onnx$/, (size) => size > 1e6],
  ['face detector', /\/model-[\w-]+\.onnx$/],
  ['ONNX Runtime', /\/ort[.-]/],
  ['report and table formats, when needed', /\/(report|formats)-/],
  ['sample video, when needed', /\.mp4$/],
  ['sample pictures', /\.jpg$/],
  ['page, script and style', /./],
];

export async function measureTransfer({ executablePath }) {
  const server = await listen({ port: 0 });
  const counter = await countingProxy(server.port);
  // What the service worker keeps begins to come with the first faces, so that is counted in a visit of its own.
  const first = await visit(executablePath, counter, { serviceWorkers: 'block' }, '.faces .face');
  const kept = await visit(executablePath, counter, {}, '[data-testid=offline]');
  await counter.close();
  await server.close();

  const kB = (bytes) => (bytes / 1000).toFixed(0).padStart(8);
  const column = (text) => text.padEnd(38);
  console.log(`\n${column('kB sent')} to the first faces   to work offline   not compressed`);
  for (const [name] of PARTS) {
    const { sent, size } = kept[name];
    console.log(`${column(name)} ${kB(first[name].sent)} ${kB(sent).padStart(22)} ${kB(size).padStart(16)}`);
  }
  const total = (parts, key) => Object.values(parts).reduce((sum, part) => sum + part[key], 0);
  console.log(
    `${column('together')} ${kB(total(first, 'sent'))} ${kB(total(kept, 'sent')).padStart(22)} ${kB(total(kept, 'size')).padStart(16)}`,
  );
  return { toFirstFaces: first, toWorkOffline: kept };
}

/** Open the page in a browser that knows nothing of it, and count until something is on show. */
async function visit(executablePath, { url, answers }, options, shown) {
  answers.length = 0;
  const browser = await startBrowser(executablePath, options);
  const page = await browser.newPage();
  await page.goto(url);
  await page.locator(shown).first().waitFor({ timeout: 60_000 });
  await page.waitForLoadState('networkidle');
  await browser.close();
  return summarize(answers);
}

function summarize(answers) {
  const parts = Object.fromEntries(PARTS.map(([name]) => [name, { requests: 0, sent: 0, size: 0 }]));
  for (const { path, sent, size } of answers) {
    const [name] = PARTS.find(([, pattern, fits = () => true]) => pattern.test(path) && fits(size));
    parts[name].requests++;
    parts[name].sent += sent;
    parts[name].size += size;
  }
  return parts;
}

/** A server in front of ours that writes down what passes. */
async function countingProxy(port) {
  const answers = [];
  const server = createServer((incoming, outgoing) => {
    const { method, url, headers } = incoming;
    request({ port, method, path: url, headers }, async (answer) => {
      outgoing.writeHead(answer.statusCode, answer.rawHeaders);
      const record = {
        path: new URL(url, 'http://a').pathname,
        sent: answer.rawHeaders.join('  ').length,
        size: 0,
      };
      answers.push(record);
      for await (const piece of answer) {
        record.sent += piece.length;
        outgoing.write(piece);
      }
      outgoing.end();
      record.size = answer.headers['content-encoding'] ? await plainSize(port, url) : record.sent;
    }).end();
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    answers,
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}

/** Size of a file that is not compressed. */
async function plainSize(port, url) {
  const headers = { 'Accept-Encoding': 'identity' };
  const response = await fetch(`http://127.0.0.1:${port}${url}`, { method: 'HEAD', headers });
  return Number(response.headers.get('Content-Length'));
}
