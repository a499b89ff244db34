import { TruncatedMediaError } from 'affect-detect';
import { openVideo, sampledFrames } from 'affect-detect/browser';
import { describe, expect, it, vi } from 'vitest';
import clipUrl from '../../samples/clip.mp4?url';
import { damagedClip } from './support/damaged-clip.js';
import { HideablePage } from './support/hideable-page.js';

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

  it('gives the good frames of a damaged video, then says that they are not all', async () => {
    const video = await openVideo(await damagedClip());
    const timestamps: number[] = [];
    const reading = async () => {
      for await (const { image, timestamp } of sampledFrames(video.element, { fps: 5 })) {
        image.close();
        timestamps.push(timestamp);
      }
    };
    await expect(reading()).rejects.toThrow(/^the video is damaged near \d+\.\d s$/);
    expect(timestamps.map((time) => Math.floor(time * 5 + 0.01))).toEqual([...timestamps.keys()]);
    expect(timestamps.at(-1)).toBeGreaterThan(1);
    // Nor can it be read again.
    await expect(sampledFrames(video.element, { fps: 5 }).next()).rejects.toBeInstanceOf(TruncatedMediaError);
    video.dispose();
  });

  it('ends quietly when its video is taken away', async () => {
    const video = await openVideo(clipUrl);
    let count = 0;
    for await (const { image } of sampledFrames(video.element, { fps: 10 })) {
      image.close();
      if (++count === 3) video.dispose();
    }
    expect(count).toBe(3);
  });

  it('refuses a rate that is none', async () => {
    const video = await openVideo(clipUrl);
    await expect(sampledFrames(video.element, { fps: 0 }).next()).rejects.toThrow(
      'fps must be above 0, got 0',
    );
    video.dispose();
  });
});

describe('sampledFrames in a hidden page', () => {
  it.each([
    ['holds the video, and loses nothing', false],
    ['fetches what played before it was told', true],
  ])('%s', async (_, isUnnoticed) => {
    const video = await openVideo(clipUrl);
    const page = new HideablePage(video.element);
    try {
      const numbers: number[] = [];
      for await (const { image, timestamp } of sampledFrames(video.element, { fps: 2 })) {
        image.close();
        if (numbers.push(Math.floor(timestamp * 2 + 0.01)) !== 18) continue;
        if (isUnnoticed) page.hideUnnoticed();
        else page.hide();
        // Time enough to play all the rest.
        setTimeout(() => page.show(), 5000);
      }
      expect(numbers).toEqual(Array.from({ length: 60 }, (_, i) => i));
    } finally {
      page.restore();
      video.dispose();
    }
  });

  it('ends when its signal is aborted, at its beginning or in the middle, and does not play again', async () => {
    for (const framesBefore of [0, 3]) {
      const video = await openVideo(clipUrl);
      const page = new HideablePage(video.element);
      try {
        const controller = new AbortController();
        const hide = () => {
          page.hide();
          setTimeout(() => controller.abort(), 300);
        };
        let count = 0;
        if (framesBefore === 0) hide();
        for await (const { image } of sampledFrames(video.element, { fps: 10, signal: controller.signal })) {
          image.close();
          if (++count === framesBefore) hide();
        }
        const play = vi.spyOn(video.element, 'play');
        page.show();
        expect(play).not.toHaveBeenCalled();
        // What was taken before may still have been read.
        expect(count - framesBefore).toBeLessThanOrEqual(framesBefore === 0 ? 0 : 4);
      } finally {
        page.restore();
        video.dispose();
      }
    }
  });
});
