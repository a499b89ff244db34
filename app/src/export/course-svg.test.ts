import { expect, it, vi } from 'vitest';
import { collect } from '../../../test/support/async.js';
import { syntheticRecording } from '../../../test/support/synthetic-recording.js';
import { session } from '../recording/live.js';
import { createSession } from '../recording/session.js';
import { view } from '../timecourse/course-state.js';
import { courseSvg } from './course-svg.js';

// No network is needed for a drawing.
vi.mock('../state/detector.js', async () => {
  const { signal } = await import('@preact/signals');
  return {
    detectorState: signal({ status: 'loading' }),
    detectorReady: new Promise(() => {}),
  };
});

it.each([10, 30, 40])('draws a minute at %i frames a second to its end', async (framesPerSecond) => {
  const recording = createSession({
    id: 'a',
    name: 'A minute',
    group: '',
    createdAt: new Date(0).toISOString(),
    source: { kind: 'camera', name: 'Camera', width: 1280, height: 720 },
    models: [],
    threshold: null,
    smoothing: null,
    markers: [],
    excluded: [],
    baselines: [],
  });
  for (const frame of await collect(syntheticRecording({ seconds: 60, framesPerSecond })))
    recording.store.append(frame);
  session.value = recording;
  view.value = { from: 0, to: 60 };
  const svg = new DOMParser().parseFromString(courseSvg(recording), 'image/svg+xml');
  const paths = [...svg.querySelectorAll('path')];
  // Seven expressions and valence.
  expect(paths).toHaveLength(8);
  for (const path of paths) {
    const times = path.getAttribute('d')!.split(/[ML]/).slice(1).map(Number.parseFloat);
    expect(times[0]).toBeCloseTo(44, 0);
    expect(times.at(-1)).toBeGreaterThan(942);
    expect(times.length).toBeGreaterThan(0.9 * recording.store.length);
  }
});
