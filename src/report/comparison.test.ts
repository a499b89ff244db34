import { expect, test } from 'vitest';
import { faceOf, frameOf, probabilitiesOf } from '../../test/support/frame-results.js';
import type { Expression } from '../core/expression/labels.js';
import { compare } from './comparison.js';
import { RecordingBuilder } from './recording-builder.js';

function recording(name: string, group: string, expression: Expression) {
  const builder = new RecordingBuilder(name, group);
  for (let i = 0; i < 20; i++) {
    builder.append(frameOf(i / 10, [faceOf(1, expression, probabilitiesOf({ [expression]: 0.9 }))]));
  }
  return builder.finish();
}

test('the interval of a mean stays within what the value can be', () => {
  const { groups } = compare([recording('a', 'film', 'happy'), recording('b', 'film', 'sad')]);
  expect(groups).toHaveLength(1);
  const [{ timeShare, valence }] = groups;
  expect(timeShare!.happy).toEqual({ mean: expect.closeTo(0.5, 6), interval95: [0, 1] });
  expect(valence!.mean).toBeCloseTo(0, 6);
  expect(valence!.interval95).toEqual([-1, 1]);
});
