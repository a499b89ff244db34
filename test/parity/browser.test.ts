import { type AffectDetector, loadAffectDetector } from 'affect-detect/browser';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import collinsUrl from '../../samples/collins.jpg?url';
import groupUrl from '../../samples/group.jpg?url';
import hopperUrl from '../../samples/hopper.jpg?url';
import { differences, PIXEL_TOLERANCE, PROBABILITY_TOLERANCE, reference } from './reference.js';

const URLS: Readonly<Record<string, string>> = {
  'samples/collins.jpg': collinsUrl,
  'samples/group.jpg': groupUrl,
  'samples/hopper.jpg': hopperUrl,
};

describe.each(['fer2013', 'ferplus'] as const)('in Chromium, with the labels of %s', (head) => {
  let detector: AffectDetector;

  beforeAll(async () => {
    detector = await loadAffectDetector({ labels: head });
  });
  afterAll(() => detector?.dispose());

  test.each(reference.pictures)('$file gives the faces and probabilities of PyTorch', async (picture) => {
    const blob = await (await fetch(URLS[picture.file])).blob();
    const found = differences(await detector.detect(blob), picture, head);
    expect(found.faces).toBeGreaterThan(0);
    expect(found.probability).toBeLessThan(PROBABILITY_TOLERANCE);
    expect(found.score).toBeLessThan(PROBABILITY_TOLERANCE);
    expect(found.pixels).toBeLessThan(PIXEL_TOLERANCE);
  });
});
