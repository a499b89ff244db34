import { openVideo, sampledFrames } from 'affect-detect/browser';
import { describe, expect, it } from 'vitest';
import clipUrl from '../../samples/clip.mp4?url';

/** Timestamps of all samples, read by a consumer that takes some time for each, and the fastest that the video played. */
async function sample(fps: number, consumerMs: number, upTo = Number.POSITIVE_INFINITY) {
  const video = await openVideo(clipUrl);
  const timestamps: number[] = [];
  let fastest = 0;
  for await (const { image, timestamp, width, height } of sampledFrames(video.element, { fps })) {
    image.close();
    expect([width, height]).toEqual([1280, 720]);
    timestamps.push(timestamp);
    fastest = Math.max(fastest, video.element.playbackRate);
    if (timestamp >= upTo) break;
    if (consumerMs > 0) await new Promise((resolve) => setTimeout(resolve, consumerMs));
  }
  expect(video.element.paused).toBe(true);
  expect(video.element.playbackRate).toBe(1);
  video.dispose();
  return { timestamps, fastest };
}

describe('sampledFrames', () => {
  it('gives every sample of a clip that plays faster than it is meant to', async () => {
    const { timestamps, fastest } = await sample(5, 10);
    expect(timestamps.map((time) => Math.floor(time * 5 + 0.01))).toEqual(
      Array.from({ length: 150 }, (_, i) => i),
    );
    expect(fastest).toBeGreaterThan(1);
  });

  it('waits for a slow reader and loses nothing', async () => {
    const { timestamps } = await sample(10, 150, 2);
    expect(timestamps).toHaveLength(21);
    for (const [i, timestamp] of timestamps.entries()) expect(Math.floor(timestamp * 10 + 0.01)).toBe(i);
  });

  it('gives all frames of a file that has fewer than were asked for', async () => {
    const { timestamps } = await sample(60, 0, 1);
    expect(timestamps.map((time) => Math.round(time * 30))).toEqual(Array.from({ length: 31 }, (_, i) => i));
  });

  it('ends when its signal is aborted, with the video paused', async () => {
    const video = await openVideo(clipUrl);
    const controller = new AbortController();
    let count = 0;
    for await (const { image } of sampledFrames(video.element, { fps: 10, signal: controller.signal })) {
      image.close();
      if (++count === 3) controller.abort();
    }
    expect([count, video.element.paused]).toEqual([3, true]);
    video.dispose();
  });

  it('refuses a rate that is none', async () => {
    const video = await openVideo(clipUrl);
    await expect(sampledFrames(video.element, { fps: 0 }).next()).rejects.toThrow(
      'fps must be above 0, got 0',
    );
    video.dispose();
  });
});
