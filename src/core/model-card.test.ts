import fc from 'fast-check';
import { expect, test } from 'vitest';
import { detectorCard, expressionCard } from '../../test/support/fakes.js';
import { ModelLoadError } from './errors.js';
import { parseModelCard } from './model-card.js';

const parse = (card: unknown) => parseModelCard(JSON.stringify(card), 'model.json');

test('cards of both tasks come back as they are', () => {
  expect(parse(detectorCard())).toEqual(detectorCard());
  expect(parse(expressionCard())).toEqual(expressionCard());
});

test.each([
  ['a file outside its folder', { ...detectorCard(), file: '../../etc/passwd' }, /file/],
  ['a hash that is none', { ...detectorCard(), sha256: 'abc' }, /sha256/],
  ['another schema', { ...detectorCard(), schema: 2 }, /schema/],
  ['another task', { ...detectorCard(), task: 'segmentation' }, /task/],
  [
    'three means for one channel',
    { ...expressionCard(), input: { ...expressionCard().input, mean: [0, 0, 0] } },
    /input\.mean must have 1/,
  ],
  ['a default head that is not there', { ...expressionCard(), defaultHead: 'x' }, /defaultHead "x"/],
])('%s is refused, naming the field', (_, card, message) => {
  expect(() => parse(card)).toThrow(ModelLoadError);
  expect(() => parse(card)).toThrow(message);
});

test('a network of one size must be tried at that size only', () => {
  const { input } = detectorCard();
  const fixedSize: [number, number] = [320, 240];
  const good = detectorCard({ input: { ...input, fixedSize, sizes: { stream: [320], still: [320] } } });
  expect(parse(good)).toEqual(good);
  const bad = detectorCard({ input: { ...input, fixedSize, sizes: { stream: [320], still: [320, 640] } } });
  expect(() => parse(bad)).toThrow(/input\.sizes\.still must be \[320\] .* got \[320, 640\]$/);
});

test('a head that lacks one of the seven expressions is refused', () => {
  const card = expressionCard();
  const heads = {
    ferplus: {
      ...card.heads.ferplus,
      labels: card.heads.ferplus.labels.map((l) => (l === 'fear' ? 'awe' : l)),
    },
  };
  expect(() => parse({ ...card, heads })).toThrow(/"fear" exactly once/);
});

test('a vector calibration must have a value for each label', () => {
  const card = expressionCard();
  const heads = {
    ferplus: { ...card.heads.ferplus, calibration: { method: 'vector', scale: [1], bias: [0] } },
  };
  expect(() => parse({ ...card, heads })).toThrow(/calibration\.scale must have 8/);
});

test('whatever the text, the answer is a card or one clear error', () => {
  const text = fc.oneof(
    fc.string(),
    fc.json(),
    fc.jsonValue().map((value) => JSON.stringify({ ...detectorCard(), input: value })),
  );
  fc.assert(
    fc.property(text, (value) => {
      try {
        expect(parseModelCard(value, 'm').schema).toBe(1);
      } catch (error) {
        expect(error).toBeInstanceOf(ModelLoadError);
        expect((error as Error).message).not.toContain('\n');
      }
    }),
  );
});
