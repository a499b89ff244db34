import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { composeGroupPhoto, type GroupPhoto } from '../../test/support/group-photo.js';
import { mapDetection } from '../core/detection/map-detection.js';
import { matchDetections } from '../core/evaluation/detection-matching.js';
import type { Detection, FaceDetector } from '../core/index.js';
import { loadImage } from './images.js';
import { loadFaceDetector } from './models.js';

describe('a group photograph of 3,000 x 2,000 px with 60 small faces', () => {
  let photo: GroupPhoto;
  let detector: FaceDetector;
  beforeAll(async () => {
    photo = await composeGroupPhoto();
    ({ detector } = await loadFaceDetector());
  });
  afterAll(() => detector.dispose());

  async function detect(kind: 'still' | 'stream'): Promise<Detection[]> {
    const { image, width } = await loadImage(photo.bytes);
    const scale = width / image.width;
    return (await detector.detect(image, kind)).map((face) =>
      mapDetection(face, { scaleX: scale, scaleY: scale }),
    );
  }

  it('has each of its faces found once, and nothing else', async () => {
    const found = await detect('still');
    const truths = photo.faces.map((box) => ({ box, keypoints: null, isCrowd: false }));
    const matches = matchDetections(found, truths, () => false);
    expect(new Set(matches).size).toBe(60);
    expect(matches).not.toContain(null);
    expect(found).toHaveLength(60);
  });

  it('needs the tiles: one pass over it sees hardly any', async () => {
    expect((await detect('stream')).length).toBeLessThan(30);
  });
});
