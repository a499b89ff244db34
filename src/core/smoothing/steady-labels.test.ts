import { describe, expect, it } from 'vitest';
import { faceOf, frameOf, probabilitiesOf } from '../../../test/support/frame-results.js';
import type { Expression } from '../expression/labels.js';
import { SteadyLabels } from './steady-labels.js';

const NAMES: Record<string, Expression | null> = { h: 'happy', s: 'sad', f: 'fear', '.': null };
const letter = (expression: Expression | null) => expression?.[0] ?? '.';

/** The labels for what a face shows, a letter a frame; a space is a frame without it. */
function labels(shown: string, fps = 10): string {
  const steady = new SteadyLabels();
  return Array.from(shown, (name, i) =>
    name === ' ' ? ' ' : letter(steady.update(1, NAMES[name], i / fps).expression),
  ).join('');
}

describe('SteadyLabels', () => {
  it.each([
    ['the first label is there at once', 'hhhh', 'hhhh'],
    ['a change that lasts 0.3 s is followed', 'hhhssss', 'hhhhhss'],
    ['one odd frame changes nothing', 'hhshhh', 'hhhhhh'],
    ['two that alternate change nothing', 'hhshshshshs', 'hhhhhhhhhhh'],
    ['a probability at the threshold changes nothing', 'hh.h..h.hh', 'hhhhhhhhhh'],
    ['a third expression begins the count anew', 'hhssffff', 'hhhhhhff'],
    ['a label that is not shown any more goes, though nothing else lasts', 'hhs.s.s.s.', 'hhhhhhh...'],
    ['uncertain is a label like the others', 'hh....', 'hhhh..'],
    ['a face that was away for a short time keeps its label', 'hh shhh', 'hh hhhh'],
    ['and one that was away for long does not', 'hh           ss', 'hh           ss'],
  ])('%s', (_, shown, expected) => {
    expect(labels(shown)).toBe(expected);
  });

  it('takes the same time at any frame rate, and frames that are far apart at their word', () => {
    for (const fps of [30, 60, 240]) {
      const frames = 0.3 * fps;
      const shown = `h${'s'.repeat(frames + 1)}`;
      expect(labels(shown, fps)).toBe(`${'h'.repeat(frames)}ss`);
    }
    expect(labels('hshs', 3)).toBe('hshs');
  });

  it('says since when the face showed it, which is before the label followed', () => {
    const steady = new SteadyLabels();
    for (const time of [0, 0.1]) steady.update(1, 'happy', time);
    for (const time of [0.2, 0.3]) expect(steady.update(1, 'sad', time).since).toBe(0);
    expect(steady.update(1, 'sad', 0.4)).toEqual({ expression: 'sad', since: 0.2 });
  });

  it('keeps faces apart', () => {
    const steady = new SteadyLabels();
    steady.update(1, 'happy', 0);
    expect(steady.update(2, 'sad', 0.1).expression).toBe('sad');
    expect(steady.update(1, 'sad', 0.1).expression).toBe('happy');
  });

  it('gives the label the probability that its expression has, and leaves all else as it was', () => {
    const steady = new SteadyLabels();
    steady.apply(frameOf(0, [faceOf(1, 'happy')]));
    const face = faceOf(1, 'sad', probabilitiesOf({ sad: 0.5, happy: 0.45 }));
    const result = frameOf(0.1, [face]);
    expect(steady.apply(result)).toEqual({
      ...result,
      faces: [{ ...face, expression: 'happy', probability: 0.45 }],
    });
    expect(result.faces[0].expression).toBe('sad');
    const uncertain = new SteadyLabels();
    uncertain.apply(frameOf(0, [faceOf(1, 'uncertain')]));
    const [shown] = uncertain.apply(result).faces;
    expect([shown.expression, shown.probability]).toEqual([null, 0.5]);
  });

  it('passes a still picture and a face without a track as they are', () => {
    const still = frameOf(null, [faceOf(null, 'happy')]);
    expect(new SteadyLabels().apply(still)).toBe(still);
    const [face] = [faceOf(null, 'happy')];
    expect(new SteadyLabels().apply(frameOf(0, [face])).faces[0]).toBe(face);
  });

  it('refuses a time that is not later, and a negative length of time', () => {
    const steady = new SteadyLabels();
    steady.update(1, 'happy', 1);
    expect(() => steady.update(1, 'happy', 1)).toThrow(RangeError);
    expect(() => new SteadyLabels({ dwellSeconds: -1 })).toThrow(
      new RangeError('dwellSeconds must be at least 0 seconds, got -1'),
    );
  });
});
