import { describe, expect, it } from 'vitest';
import { detectorCard } from '../../../test/support/fakes.js';
import { parseModelCard } from '../model-card.js';
import { recogniseDetector } from './known-families.js';

const YUNET = ['cls', 'obj', 'bbox', 'kps'].flatMap((kind) =>
  [8, 16, 32].map((stride) => `${kind}_${stride}`),
);
const signature = (outputNames: string[], inputShape: (number | string)[], inputNames = ['input']) => ({
  inputNames,
  outputNames,
  inputShape,
});

describe('recogniseDetector', () => {
  it.each([
    ['YuNet of any size', signature(YUNET, ['batch', 3, 'height', 'width']), undefined],
    ['YuNet of one size', signature(YUNET.toReversed(), [1, 3, 320, 640]), [640, 320]],
    ['RFB', signature(['scores', 'boxes'], [1, 3, 240, 320], ['data']), [320, 240]],
  ])('knows %s, and gives what a valid card says', (_, network, fixedSize) => {
    const recognised = recogniseDetector(network)!;
    expect(recognised.card.input.fixedSize).toEqual(fixedSize);
    expect(recognised.card.input.name).toBe(network.inputNames[0]);
    const card = detectorCard(recognised.card);
    expect(parseModelCard(JSON.stringify(card), 'card')).toEqual(card);
  });

  it('takes sizes that are not positive for sizes that may vary', () => {
    expect(recogniseDetector(signature(YUNET, [1, 3, -1, -1]))!.card.input.fixedSize).toBeUndefined();
  });

  it.each([
    ['outputs that it does not know', signature(['logits'], [1, 3, 32, 32])],
    ['a stride missing', signature(YUNET.slice(1), [1, 3, 32, 32])],
    ['several inputs', signature(YUNET, [1, 3, 32, 32], ['a', 'b'])],
    ['one channel', signature(YUNET, [1, 1, 32, 32])],
    ['another rank', signature(YUNET, [3, 32, 32])],
    ['RFB without a size, whose anchors would not fit', signature(['scores', 'boxes'], [1, 3, 'h', 'w'])],
  ])('does not guess at %s', (_, network) => {
    expect(recogniseDetector(network)).toBeNull();
  });
});
