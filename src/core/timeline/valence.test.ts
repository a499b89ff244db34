import { expect, it } from 'vitest';
import { probabilitiesOf } from '../../../test/support/frame-results.js';
import { valence } from './valence.js';

it('is happy minus the strongest negative expression', () => {
  expect(
    valence(probabilitiesOf({ happy: 0.6, angry: 0.1, disgust: 0.05, fear: 0.02, sad: 0.2 })),
  ).toBeCloseTo(0.4, 12);
});

it.each(['angry', 'disgust', 'fear', 'sad'] as const)('takes %s for negative', (expression) => {
  expect(valence(probabilitiesOf({ [expression]: 1 }))).toBe(-1);
});

it.each(['surprise', 'neutral'] as const)('takes %s for neither', (expression) => {
  expect(valence(probabilitiesOf({ [expression]: 1 }))).toBe(0);
});
