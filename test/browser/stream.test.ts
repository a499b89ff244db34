import { type FrameResult, TruncatedMediaError, UnsupportedMediaError } from 'affect-detect';
import { type AffectDetector, loadAffectDetector, openVideo, type StreamFrame } from 'affect-detect/browser';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import clipUrl from '../../samples/clip.mp4?url';
import groupUrl from '../../samples/group.jpg?url';
import { damagedClip } from './support/damaged-clip.js';

let detector: AffectDetector;

beforeAll(async () => {
  detector = await loadAffectDetector();
});

afterAll(() => detector?.dispose());

describe('openVideo', () => {
  it('opens a file with its size and length', async () => {
    const video = await openVideo(await (await fetch(clipUrl)).blob());
    expect([video.width, video.height, video.duration]).toEqual([1280, 720, 30]);
    expect(video.element.paused).toBe(true);
    video.dispose();
    video.dispose();
    expect(video.element.getAttribute('src')).toBeNull();
  });

  it('rejects a file that is no video', async () => {
    const opening = openVideo(new File(['not a video'], 'notes.mp4', { type: 'video/mp4' }));
    await expect(opening).rejects.toBeInstanceOf(UnsupportedMediaError);
    await expect(opening).rejects.toThrow("notes.mp4 can't be decoded by this browser");
  });

  it('rejects a sound file, which holds no picture', async () => {
    const file = new File([silence()], 'sound.wav', { type: 'audio/wav' });
    await expect(openVideo(file)).rejects.toThrow('sound.wav holds no video stream');
  });
});

describe('videoFrames', () => {
  it('gives the frame on show while paused, then frames with growing timestamps while it plays', async () => {
    const video = await openVideo(clipUrl);
    const timestamps: number[] = [];
    for await (const frame of video.frames()) {
      frame.image.close();
      expect([frame.width, frame.height]).toEqual([1280, 720]);
      timestamps.push(frame.timestamp);
      if (timestamps.length === 1) await video.element.play();
      if (timestamps.length === 6) break;
    }
    video.dispose();
    expect(timestamps[0]).toBe(0);
    expect(timestamps).toEqual(timestamps.toSorted((a, b) => a - b));
    expect(new Set(timestamps).size).toBe(6);
    // True presentation times of a clip of 30 frames a second, not times of arrival.
    for (const timestamp of timestamps)
      expect(Math.abs(timestamp * 30 - Math.round(timestamp * 30))).toBeLessThan(0.01);
  });

  it('skips to the newest frame when its consumer is slow', async () => {
    const video = await openVideo(clipUrl);
    await video.element.play();
    const timestamps: number[] = [];
    let newest = 0;
    for await (const frame of video.frames()) {
      frame.image.close();
      expect(frame.timestamp).toBeGreaterThanOrEqual(newest);
      if (timestamps.push(frame.timestamp) === 3) break;
      newest = await frameAfter(video.element, frame.timestamp + 0.5);
    }
    video.dispose();
    expect(timestamps).toHaveLength(3);
  });

  it('gives the frames of a file that is stored turned upright', async () => {
    const bytes = new Uint8Array(await (await fetch(clipUrl)).arrayBuffer());
    for (const [matrix, size] of [
      // A quarter turn, and a half turn.
      [
        [0, 1, 0, -1, 0, 0],
        [720, 1280],
      ],
      [
        [-1, 0, 0, 0, -1, 0],
        [1280, 720],
      ],
    ]) {
      const video = await openVideo(new Blob([withDisplayMatrix(bytes, matrix)], { type: 'video/mp4' }));
      const upright = await createImageBitmap(video.element);
      const { value: frame } = await video.frames().next();
      expect([frame.width, frame.height]).toEqual(size);
      expect(meanDifference(frame.image, upright)).toBeLessThan(2);
      frame.image.close();
      video.dispose();
    }
  });

  it('ends at the end of the video', async () => {
    const video = await openVideo(clipUrl);
    video.element.currentTime = 29.8;
    await new Promise((resolve) => video.element.addEventListener('seeked', resolve, { once: true }));
    await video.element.play();
    let last = 0;
    for await (const frame of video.frames()) {
      frame.image.close();
      last = frame.timestamp;
    }
    video.dispose();
    expect(last).toBeGreaterThan(29.7);
  });

  it('gives the good frames of a damaged video, then says that they are not all', async () => {
    const video = await openVideo(await damagedClip()).then(playing);
    let last = 0;
    const reading = async () => {
      for await (const frame of video.frames()) {
        frame.image.close();
        last = frame.timestamp;
      }
    };
    await expect(reading()).rejects.toThrow(/^the video is damaged near \d+\.\d s$/);
    expect(last).toBeGreaterThan(1);
    // The frame that it stopped at is not given once more.
    await expect(video.frames().next()).rejects.toBeInstanceOf(TruncatedMediaError);
    video.dispose();
  });

  it('ends quietly when another source takes the place of its own, whatever that is', async () => {
    const { element, frames } = await openVideo(clipUrl).then(playing);
    let count = 0;
    for await (const frame of frames()) {
      frame.image.close();
      if (++count < 2) continue;
      const failed = new Promise((resolve) => element.addEventListener('error', resolve, { once: true }));
      element.src = URL.createObjectURL(new Blob(['not a video'], { type: 'video/mp4' }));
      await failed;
    }
    expect(count).toBe(2);
  });

  it('ends when the video is sought backwards', async () => {
    const video = await openVideo(clipUrl);
    video.element.currentTime = 20;
    await new Promise((resolve) => video.element.addEventListener('seeked', resolve, { once: true }));
    const timestamps: number[] = [];
    for await (const frame of video.frames()) {
      frame.image.close();
      timestamps.push(frame.timestamp);
      video.element.currentTime = 5;
    }
    video.dispose();
    expect(timestamps).toEqual([20]);
  });

  it('leaves out a frame from before the last, as Firefox presents it, and goes on', async () => {
    const video = await openVideo(clipUrl);
    video.element.currentTime = 20;
    await new Promise((resolve) => video.element.addEventListener('seeked', resolve, { once: true }));
    const times = [19.97, 20.03];
    video.element.requestVideoFrameCallback = (callback) => {
      const mediaTime = times.shift();
      if (mediaTime !== undefined)
        setTimeout(() => callback(performance.now(), { mediaTime } as VideoFrameCallbackMetadata), 20);
      return 1;
    };
    const timestamps: number[] = [];
    for await (const frame of video.frames()) {
      frame.image.close();
      timestamps.push(frame.timestamp);
      if (timestamps.length === 2) break;
    }
    video.dispose();
    expect(timestamps).toEqual([20, 20.03]);
  });

  it('ends when its signal is aborted while it waits', async () => {
    const video = await openVideo(clipUrl);
    const controller = new AbortController();
    const timestamps: number[] = [];
    for await (const frame of video.frames({ signal: controller.signal })) {
      frame.image.close();
      timestamps.push(frame.timestamp);
      setTimeout(() => controller.abort(), 50);
    }
    video.dispose();
    expect(timestamps).toEqual([0]);
  });
});

describe('AffectDetector.detectStream', () => {
  it('reads a video file, and keeps the id of its face', async () => {
    const ids = new Set<number | null>();
    let last = -1;
    for await (const { faces, timestamp, width } of detector.detectStream(
      await openVideo(clipUrl).then(playing),
    )) {
      expect(width).toBe(1280);
      expect(timestamp).toBeGreaterThan(last);
      last = timestamp!;
      expect(faces.map(({ expression }) => expression)).toEqual(['happy']);
      ids.add(faces[0].trackId);
      if (last > 1) break;
    }
    expect([...ids]).toEqual([1]);
  });

  it('says that a damaged file was not read to its end', async () => {
    const results: FrameResult[] = [];
    const reading = async () => {
      for await (const result of detector.detectStream(await damagedClip())) results.push(result);
    };
    await expect(reading()).rejects.toBeInstanceOf(TruncatedMediaError);
    expect(results.length).toBeGreaterThan(1);
  });

  it('holds nothing of a file when no stream can be opened', async () => {
    const opened = vi.spyOn(URL, 'createObjectURL');
    const freed = vi.spyOn(URL, 'revokeObjectURL');
    const clip = await (await fetch(clipUrl)).blob();
    const other = await loadAffectDetector({ threads: 1 });
    await other.dispose();
    opened.mockClear();
    await expect(detector.detectStream(clip, { threshold: 1.4 }).next()).rejects.toThrow('threshold must be');
    await expect(other.detectStream(clip).next()).rejects.toThrow('the detector has been disposed');
    const urls = opened.mock.results.map(({ value }) => value);
    const freedUrls = freed.mock.calls.map(([url]) => url);
    expect(urls.filter((url) => !freedUrls.includes(url))).toEqual([]);
    vi.restoreAllMocks();
  });

  it('smooths over time and keeps the raw values beside', async () => {
    const group = await createImageBitmap(await (await fetch(groupUrl)).blob());
    // Two frames of a smiling face, then a composed one at the same place, at once.
    const crops = [
      [0, 0],
      [0, 0],
      [407, 25],
    ] as const;
    const frames = async function* (): AsyncGenerator<StreamFrame> {
      for (const [i, [x, y]] of crops.entries()) {
        yield { image: await createImageBitmap(group, x, y, 520, 600), timestamp: i / 30 };
      }
    };
    const results: FrameResult[] = [];
    for await (const result of detector.detectStream(frames(), { smoothing: 10 })) results.push(result);
    const [, , last] = results.map(({ faces }) => faces[0]);
    expect(last.trackId).toBe(1);
    expect(last.rawProbabilities?.neutral).toBeGreaterThan(0.5);
    expect(last.probabilities.happy).toBeGreaterThan(0.9);
    expect(last.expression).toBe('happy');
  });

  it('ends quietly when its signal is aborted', async () => {
    const video = await openVideo(clipUrl).then(playing);
    const controller = new AbortController();
    let count = 0;
    for await (const _ of detector.detectStream(video, { signal: controller.signal })) {
      count++;
      controller.abort();
    }
    video.dispose();
    expect(count).toBe(1);
  });

  it('rejects frames whose time runs backwards', async () => {
    const stream = await detector.openStream();
    const frame = async (timestamp: number) => ({
      image: await createImageBitmap(new ImageData(64, 64)),
      timestamp,
    });
    await stream.detect(await frame(1));
    await expect(stream.detect(await frame(0.5))).rejects.toBeInstanceOf(RangeError);
    await stream.close();
    await expect(stream.detect(await frame(2))).rejects.toThrow('is closed');
  });

  it('changes threshold and smoothing while it runs', async () => {
    const bitmap = await createImageBitmap(await (await fetch(groupUrl)).blob());
    const stream = await detector.openStream();
    const copy = async (timestamp: number) => ({ image: await createImageBitmap(bitmap), timestamp });
    const before = await stream.detect(await copy(0));
    await stream.adjust({ threshold: 1 });
    const after = await stream.detect(await copy(0.1));
    await stream.close();
    expect(before.faces.every(({ expression }) => expression !== null)).toBe(true);
    expect(after.faces.every(({ expression }) => expression === null)).toBe(true);
  });
});

/** A copy of an MP4 file that is to be shown through a matrix: a, b, u, c, d, v of ISO/IEC 14496-12, 6.2.2. */
function withDisplayMatrix(mp4: Uint8Array, matrix: readonly number[]): Uint8Array<ArrayBuffer> {
  const copy = mp4.slice();
  const name = [...'tkhd'].map((letter) => letter.charCodeAt(0));
  const at = copy.findIndex((_, i) => name.every((code, k) => copy[i + k] === code));
  const view = new DataView(copy.buffer, at + 4);
  const first = view.getUint8(0) === 1 ? 52 : 40;
  for (const [i, value] of matrix.entries()) view.setInt32(first + 4 * i, 65_536 * value);
  return copy;
}

/** Mean difference of two pictures' colours, 0 to 255; they are shrunk first. */
function meanDifference(a: CanvasImageSource, b: CanvasImageSource): number {
  const [first, second] = [a, b].map((picture) => {
    const context = new OffscreenCanvas(64, 64).getContext('2d')!;
    context.drawImage(picture, 0, 0, 64, 64);
    return context.getImageData(0, 0, 64, 64).data;
  });
  return first.reduce((sum, value, i) => sum + Math.abs(value - second[i]), 0) / first.length;
}

async function playing<V extends { element: HTMLVideoElement }>(video: V): Promise<V> {
  await video.element.play();
  return video;
}

/** Wait until a frame behind a time is on show. @returns its time, seconds */
function frameAfter(element: HTMLVideoElement, time: number): Promise<number> {
  return new Promise((resolve) => {
    const see: VideoFrameRequestCallback = (_, { mediaTime }) => {
      if (mediaTime > time) resolve(mediaTime);
      else element.requestVideoFrameCallback(see);
    };
    element.requestVideoFrameCallback(see);
  });
}

/** A WAV file of a tenth of a second of silence: 8 kHz, 8 bit, one channel. */
function silence(): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(44 + 800).fill(128);
  const view = new DataView(bytes.buffer);
  const text = (at: number, value: string) => bytes.set(new TextEncoder().encode(value), at);
  text(0, 'RIFF');
  view.setUint32(4, 36 + 800, true);
  text(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, 8000, true);
  view.setUint32(28, 8000, true);
  view.setUint16(32, 1, true);
  view.setUint16(34, 8, true);
  text(36, 'data');
  view.setUint32(40, 800, true);
  return bytes;
}
