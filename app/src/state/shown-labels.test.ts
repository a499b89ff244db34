import { EXPRESSIONS, type Expression, type FrameResult } from 'affect-detect';
import { describe, expect, it } from 'vitest';
import { ShownLabels } from './shown-labels.js';

/** A frame with one face that shows an expression with a probability; the rest is neutral. */
function frame(timestamp: number | null, expression: Expression, probability = 0.8): FrameResult {
  const probabilities = Object.fromEntries(
    EXPRESSIONS.map((name) => [
      name,
      name === expression ? probability : name === 'neutral' ? 1 - probability : 0,
    ]),
  ) as Record<Expression, number>;
  const face = {
    box: { x: 0, y: 0, width: 10, height: 10 },
    score: 1,
    keypoints: [] as never,
    trackId: timestamp === null ? null : 1,
    expression: null,
    probability: 0,
    probabilities,
  };
  return { schema: 1, source: null, width: 64, height: 48, timestamp, faces: [face] };
}

/** The label after each of some frames at 30 Hz. */
function labels(shown: readonly Expression[], from = 0): (string | null)[] {
  const labels = new ShownLabels();
  return shown.map((expression, i) => labels.next(frame(from + i / 30, expression), 0.4)[0].expression);
}

describe('ShownLabels', () => {
  it('keeps the label of a face that shows something else for a moment', () => {
    const flicker: Expression[] = ['happy', 'happy', 'sad', 'happy', 'sad', 'sad', 'happy', 'sad', 'happy'];
    expect(labels(flicker)).toEqual(flicker.map(() => 'happy'));
  });

  it('follows what has lasted 0.3 s, with the probability of what it names', () => {
    const named = labels(['happy', ...Array.from({ length: 12 }, () => 'sad' as const)]);
    expect(named.indexOf('sad')).toBe(9);
    const labelled = new ShownLabels();
    labelled.next(frame(0, 'happy'), 0.4);
    expect(labelled.next(frame(1 / 30, 'sad', 0.7), 0.4)[0]).toMatchObject({
      expression: 'happy',
      probability: 0,
    });
  });

  it('takes another threshold at its word at once', () => {
    const labels = new ShownLabels();
    labels.next(frame(0, 'happy'), 0.4);
    expect(labels.next(frame(1 / 30, 'happy'), 0.9)[0]).toMatchObject({ expression: null, probability: 0.8 });
    expect(labels.next(frame(2 / 30, 'happy'), 0.4)[0].expression).toBe('happy');
  });

  it('begins afresh where time runs backwards, or stands still', () => {
    const labels = new ShownLabels();
    for (const [time, expression] of [
      [5, 'happy'],
      [4.9, 'sad'],
      [4.9, 'angry'],
    ] as const)
      expect(labels.next(frame(time, expression), 0.4)[0].expression).toBe(expression);
  });

  it('leaves what it was given as it is', () => {
    const labels = new ShownLabels();
    labels.next(frame(0, 'happy'), 0.4);
    const next = frame(1 / 30, 'sad');
    const before = structuredClone(next);
    labels.next(next, 0.4);
    expect(next).toEqual(before);
  });
});
