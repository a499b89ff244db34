import { expect, it } from 'vitest';
import { collect } from '../../../test/support/async.js';
import { syntheticRecording } from '../../../test/support/synthetic-recording.js';
import { decideAll } from './decide-all.js';
import { FrameStore } from './frame-store.js';

async function stored(): Promise<FrameStore> {
  const store = new FrameStore({ name: null, width: 1280, height: 720 });
  for (const frame of await collect(syntheticRecording({ seconds: 900, faces: 2 }))) store.append(frame);
  return store;
}

/** How many faces have a name. */
function named(store: FrameStore): number {
  let count = 0;
  for (let i = 0; i < store.length; i++)
    count += store.frame(i).faces.filter(({ expression }) => expression !== null).length;
  return count;
}

it('names all faces as it would at once, and none by a threshold of more than 1', async () => {
  const store = await stored();
  const atOnce = await stored();
  atOnce.decide(0.6);
  expect(store.rows).toBeGreaterThan(3 * 4096);
  expect(await decideAll(store, 0.6)).toBe(true);
  expect(named(store)).toBe(named(atOnce));
  await decideAll(store, 1.1);
  expect(named(store)).toBe(0);
});

it('stops when it is aborted, and says that it has not named all', async () => {
  const store = await stored();
  await decideAll(store, 1.1);
  expect(await decideAll(store, 0, AbortSignal.abort())).toBe(false);
  expect(named(store)).toBe(0);
});
