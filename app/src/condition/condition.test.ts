import { describe, expect, it } from 'vitest';
import { conditionOf, type PictureState } from './condition.js';

const GOOD: PictureState = {
  isMuted: false,
  stillSeconds: 0,
  luma: 120,
  face: { side: 200, luma: 130, isUncertain: false },
};
const withFace = (face: Partial<NonNullable<PictureState['face']>>): PictureState => ({
  ...GOOD,
  face: { ...GOOD.face!, ...face },
});

describe('conditionOf', () => {
  it('finds nothing wrong with a good picture', () => {
    expect(conditionOf(GOOD)).toBeNull();
  });

  it.each([
    ['muted', { ...GOOD, isMuted: true }],
    ['frozen', { ...GOOD, stillSeconds: 2 }],
    ['no-face', { ...GOOD, face: null }],
    ['no-face', { ...GOOD, luma: null, face: null }],
    ['no-face-dark', { ...GOOD, luma: 5, face: null }],
    ['no-face-bright', { ...GOOD, luma: 250, face: null }],
    ['too-small', withFace({ side: 23 })],
    ['too-dark', withFace({ luma: 20 })],
    ['too-bright', withFace({ luma: 240 })],
    ['uncertain', withFace({ isUncertain: true })],
  ] as const)('says %s', (condition, state) => {
    expect(conditionOf(state)).toBe(condition);
  });

  it('says the gravest of several', () => {
    const bad = withFace({ side: 10, luma: 5, isUncertain: true });
    expect(conditionOf(bad)).toBe('too-small');
    expect(conditionOf({ ...bad, stillSeconds: 9 })).toBe('frozen');
    expect(conditionOf({ ...bad, stillSeconds: 9, isMuted: true })).toBe('muted');
  });

  it('leaves a picture alone just within its limits', () => {
    expect(conditionOf({ ...GOOD, stillSeconds: 1.9 })).toBeNull();
    expect(conditionOf(withFace({ side: 24, luma: 28 }))).toBeNull();
    expect(conditionOf(withFace({ luma: 232 }))).toBeNull();
    // A dark picture in which a face is well lit.
    expect(conditionOf({ ...GOOD, luma: 5 })).toBeNull();
  });
});
