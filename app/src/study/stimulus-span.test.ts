import { describe, expect, it } from 'vitest';
import { spanMarkers, spansOf } from './stimulus-span.js';

const SPANS = [
  { label: 'a.jpg', start: 1, end: 3 },
  { label: 'End of b', start: 4, end: 9 },
  { label: 'a.jpg', start: 10, end: 12 },
];

describe('spansOf', () => {
  it('finds the spans that were kept as markers, whatever their order', () => {
    const markers = SPANS.flatMap(spanMarkers);
    expect(spansOf(markers)).toEqual(SPANS);
    expect(spansOf(markers.toReversed())).toEqual(SPANS);
  });

  it('finds none where people have set the markers', () => {
    expect(
      spansOf([
        { time: 1, label: 'a.jpg' },
        { time: 2, label: 'End of b' },
      ]),
    ).toEqual([]);
    expect(spansOf([])).toEqual([]);
  });
});
