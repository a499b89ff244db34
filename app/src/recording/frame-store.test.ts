import type { FrameResult } from 'affect-detect';
import { describe, expect, it } from 'vitest';
import { collect } from '../../../test/support/async.js';
import { syntheticRecording } from '../../../test/support/synthetic-recording.js';
import { FrameStore, MAIN_FACE, VALENCE } from './frame-store.js';

const SOURCE = { name: 'synthetic.mp4', width: 1280, height: 720 };

async function recording(seconds = 90): Promise<FrameResult[]> {
  return collect(syntheticRecording({ seconds, faces: 3, framesPerSecond: 10 }));
}

function stored(frames: readonly FrameResult[]): FrameStore {
  const store = new FrameStore(SOURCE);
  for (const frame of frames) store.append(frame);
  return store;
}

describe('FrameStore', () => {
  it('gives every frame back: probabilities to six decimals, pixels to a thousandth', async () => {
    const frames = await recording();
    const store = stored(frames);
    expect(store.length).toBe(frames.length);
    for (const [i, frame] of frames.entries()) {
      const { faces, ...rest } = store.frame(i);
      expect(rest).toEqual({
        schema: 1,
        source: SOURCE.name,
        width: 1280,
        height: 720,
        timestamp: frame.timestamp,
      });
      expect(faces.map(({ trackId, expression }) => [trackId, expression])).toEqual(
        frame.faces.map(({ trackId, expression }) => [trackId, expression]),
      );
      for (const [j, face] of faces.entries()) {
        expect(face.probabilities.happy).toBe(Number(frame.faces[j].probabilities.happy.toFixed(6)));
        expect(face.rawProbabilities!.sad).toBe(Number(frame.faces[j].rawProbabilities!.sad.toFixed(6)));
        expect(face.box.x).toBeCloseTo(frame.faces[j].box.x, 3);
        expect(face.keypoints[4][1]).toBeCloseTo(frame.faces[j].keypoints[4][1], 3);
      }
    }
  });

  it('keeps what was kept before: a second store of its frames holds the same', async () => {
    const store = stored(await recording());
    const again = stored(Array.from({ length: store.length }, (_, i) => store.frame(i)));
    for (let i = 0; i < store.length; i++) expect(again.frame(i)).toEqual(store.frame(i));
  });

  it('is the same after it was cut into chunks and put together', async () => {
    const store = stored(await recording());
    const copy = new FrameStore(SOURCE);
    for (let from = 0; from < store.length; from += 7) {
      copy.appendChunk(structuredClone(store.slice(from, Math.min(from + 7, store.length))));
    }
    expect(copy.length).toBe(store.length);
    expect(copy.mostFaces).toBe(store.mostFaces);
    for (let i = 0; i < store.length; i++) expect(copy.frame(i)).toEqual(store.frame(i));
  });

  it('finds the last frame that is not after a time', async () => {
    const store = stored(await recording(10));
    expect(store.frameAt(-0.01)).toBe(-1);
    expect(store.frameAt(0)).toBe(0);
    expect(store.frameAt(0.1999)).toBe(1);
    expect(store.frameAt(1e6)).toBe(store.length - 1);
  });

  it('knows in which rows a track is, and where its face was not found', async () => {
    const frames = await recording();
    const store = stored(frames);
    frames.forEach((frame, i) => {
      const face = frame.faces.find(({ trackId }) => trackId === 2);
      const row = store.rowsOf(2)!.row(i);
      if (face === undefined) expect(row).toBe(-1);
      else expect(store.measure(row, 3, 'smoothed')).toBeCloseTo(face.probabilities.happy, 5);
    });
  });

  it('names expressions anew by another threshold', async () => {
    const store = stored(await recording());
    store.decide(1);
    expect(store.frame(0).faces.every(({ expression }) => expression === null)).toBe(true);
    store.decide(0);
    expect(store.frame(0).faces.every(({ expression }) => expression !== null)).toBe(true);
  });

  it('stays with the main face until that is lost, and then goes to the biggest', async () => {
    const [{ faces }] = await recording(1);
    const sized = (trackId: number, width: number) => ({
      ...faces[0],
      trackId,
      box: { ...faces[0].box, width },
    });
    const store = stored(
      [[sized(1, 50)], [sized(1, 50), sized(2, 90)], [], [sized(3, 20), sized(2, 90)]].map((shown, i) => ({
        schema: 1,
        ...SOURCE,
        source: null,
        timestamp: i,
        faces: shown,
      })),
    );
    const main = store.rowsOf(MAIN_FACE)!;
    const ids = [0, 1, 2, 3].map((i) => (main.row(i) < 0 ? null : store.trackId(main.row(i))));
    expect(ids).toEqual([1, 1, null, 2]);
  });

  it('has no raw values where the frames had none', async () => {
    const [frame] = await recording(1);
    const faces = frame.faces.map(({ rawProbabilities: _, ...face }) => face);
    const store = stored([{ ...frame, faces }]);
    expect(store.measure(0, VALENCE, 'raw')).toBeNaN();
    expect(store.frame(0).faces[0]).not.toHaveProperty('rawProbabilities');
  });
});
