/** The dashboard, fed by two made-up faces in place of a camera: an hour at once, then 30 frames a second. */
import { render } from 'preact';
import { Dashboard } from '../../../app/src/dashboard.js';
import { LiveStream } from '../../../app/src/recording/live.js';
import { threshold } from '../../../app/src/state/settings.js';
import { EXPRESSIONS } from '../../../dist/core/index.js';

const FPS = 30;
const HOUR = 3600 * FPS;

const live = new LiveStream({ kind: 'camera', name: 'An hour' });
let next = 0;

function keepNext() {
  live.keep({
    schema: 1,
    source: null,
    width: 1280,
    height: 720,
    timestamp: next / FPS,
    faces: [face(1, next), face(2, next + 1000)],
  });
  next++;
}

/** A face whose expression goes round the seven once in some seconds, with noise. */
function face(trackId, frame) {
  const raw = EXPRESSIONS.map((_, i) => {
    return Math.exp(
      3 * Math.sin(frame / 90 + (2 * Math.PI * i) / EXPRESSIONS.length) + Math.sin(frame * (i + 7)),
    );
  });
  const sum = raw.reduce((a, b) => a + b);
  const probabilities = Object.fromEntries(EXPRESSIONS.map((name, i) => [name, raw[i] / sum]));
  const [expression, probability] = Object.entries(probabilities).sort((a, b) => b[1] - a[1])[0];
  return {
    box: { x: 500 * trackId, y: 100, width: 200, height: 240 },
    score: 0.99,
    keypoints: Array.from({ length: 5 }, (_, i) => [500 * trackId + 40 * i, 200]),
    trackId,
    expression: probability < 0.4 ? null : expression,
    probability,
    probabilities,
    rawProbabilities: probabilities,
  };
}

async function fill() {
  let ms = 0;
  while (next < HOUR) {
    const began = performance.now();
    for (let i = 0; i < 500; i++) keepNext();
    ms += performance.now() - began;
    await new Promise((resolve) => setTimeout(resolve));
  }
  return { frames: next, msPerFrame: ms / next };
}

render(<Dashboard />, document.getElementById('app'));
globalThis.filled = fill();
globalThis.goOn = () => {
  const began = performance.now();
  const first = next;
  setInterval(() => {
    while (next - first < ((performance.now() - began) / 1000) * FPS) keepNext();
  }, 1000 / FPS);
};
globalThis.timeSummary = async () => {
  const began = performance.now();
  threshold.value = 0.6;
  const isBusy = () => document.querySelector('section[aria-busy=true]') !== null;
  while (!isBusy() && performance.now() - began < 1000)
    await new Promise((resolve) => setTimeout(resolve, 5));
  while (isBusy()) await new Promise((resolve) => setTimeout(resolve, 5));
  return performance.now() - began;
};
