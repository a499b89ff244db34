import { describe, expect, it } from 'vitest';
import { clampView, panView, zoomView } from './time-view.js';

const WHOLE = { from: 0, to: 100 };

describe('looking around', () => {
  it('keeps the time under the pointer where it is while zooming', () => {
    const view = zoomView({ from: 20, to: 60 }, 0.5, 30, WHOLE);
    expect(view).toEqual({ from: 25, to: 45 });
  });

  it('never leaves the recording', () => {
    expect(panView({ from: 90, to: 100 }, 50, WHOLE)).toEqual({ from: 90, to: 100 });
    expect(panView({ from: 5, to: 15 }, -50, WHOLE)).toEqual({ from: 0, to: 10 });
    expect(zoomView({ from: 40, to: 60 }, 100, 50, WHOLE)).toEqual(WHOLE);
    expect(clampView({ from: -50, to: 500 }, WHOLE)).toEqual(WHOLE);
  });

  it('goes no closer than a few frames', () => {
    const { from, to } = zoomView({ from: 50, to: 51 }, 1e-6, 50.5, WHOLE);
    expect(to - from).toBeCloseTo(0.25);
  });

  it('pans by seconds', () => {
    expect(panView({ from: 10, to: 20 }, 5, WHOLE)).toEqual({ from: 15, to: 25 });
  });
});
