import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { showVideoProgress } from './video-progress.js';

let said: string[];
beforeEach(() => {
  said = [];
  vi.useFakeTimers({ toFake: ['performance'] });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said.push(String(text));
    return true;
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test('where nobody watches, a line comes every ten seconds', () => {
  const progress = showVideoProgress('a.mp4', 0, 120, { isTerminal: false });
  for (let i = 1; i <= 250; i++) {
    vi.advanceTimersByTime(100);
    progress.update(i / 5);
  }
  progress.stop();
  expect(said).toEqual([
    'a.mp4: 20.0 s of 2:00 | 10.0 frames/s, 2.0 x real time | 50.0 s left\n',
    'a.mp4: 40.0 s of 2:00 | 10.0 frames/s, 2.0 x real time | 40.0 s left\n',
  ]);
});

test('of several videos, the whole run is told, too', () => {
  const progress = showVideoProgress('a.mp4', 60, 120, {
    ofRun: (share) => `all ${share * 100} %`,
    isTerminal: false,
  });
  vi.advanceTimersByTime(10_000);
  progress.update(75);
  expect(said).toEqual(['a.mp4: 1:15 of 2:00 | 0.1 frames/s, 1.5 x real time | 30.0 s left | all 25 %\n']);
});

test('time counts from where reading starts', () => {
  const progress = showVideoProgress('a.mp4', 60, 120, { isTerminal: false });
  vi.advanceTimersByTime(10_000);
  progress.update(80);
  expect(said).toEqual(['a.mp4: 1:20 of 2:00 | 0.1 frames/s, 2.0 x real time | 20.0 s left\n']);
});

test('without a known end, no time left is made up', () => {
  const progress = showVideoProgress('a.mp4', 0, null, { isTerminal: false });
  vi.advanceTimersByTime(10_000);
  progress.update(5);
  expect(said).toEqual(['a.mp4: 5.0 s | 0.1 frames/s, 0.5 x real time | - left\n']);
});

test('before the first frame there is no speed', () => {
  expect(showVideoProgress('a.mp4', 0, 1, { isTerminal: false }).speed()).toBe('-');
});
