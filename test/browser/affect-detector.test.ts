import { ModelLoadError, type RgbImage, UnsupportedMediaError } from 'affect-detect';
import { type AffectDetector, loadAffectDetector, loadImage } from 'affect-detect/browser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import collinsUrl from '../../samples/collins.jpg?url';
import groupUrl from '../../samples/group.jpg?url';

let detector: AffectDetector;

beforeAll(async () => {
  detector = await loadAffectDetector();
});

afterAll(() => detector?.dispose());

async function fetchBlob(url: string): Promise<Blob> {
  return (await fetch(url)).blob();
}

/** Expressions from left to right. */
function leftToRight({ faces }: Awaited<ReturnType<AffectDetector['detect']>>): (string | null)[] {
  return faces.toSorted((a, b) => a.box.x - b.box.x).map(({ expression }) => expression);
}

describe('AffectDetector in Chromium', () => {
  it('runs on WebAssembly with half the cores, because the page is cross-origin isolated', () => {
    expect(crossOriginIsolated).toBe(true);
    expect(detector.backend).toBe('wasm');
    expect(detector.loaded.threads).toBe(Math.min(4, Math.ceil(navigator.hardwareConcurrency / 2)));
  });

  it('gives the same numbers with two threads as with one', async () => {
    const group = await fetchBlob(groupUrl);
    const results = [];
    for (const threads of [1, 2]) {
      const other = await loadAffectDetector({ threads });
      expect(other.loaded.threads).toBe(threads);
      results.push(await other.detect(group));
      await other.dispose();
    }
    const [one, two] = results.map(({ faces }) =>
      faces.flatMap(({ probabilities }) => Object.values(probabilities)),
    );
    expect(one).toHaveLength(28);
    for (const [i, probability] of one.entries()) expect(Math.abs(probability - two[i])).toBeLessThan(1e-5);
  });

  it('reads the expressions of all faces of a file', async () => {
    const result = await detector.detect(await fetchBlob(groupUrl));
    expect(result).toMatchObject({ schema: 1, source: null, width: 1280, height: 720, timestamp: null });
    expect(leftToRight(result)).toEqual(['happy', 'neutral', 'neutral', 'happy']);
  });

  it('gives the same result for a file, a bitmap, an image element, a canvas and decoded pixels', async () => {
    const blob = await fetchBlob(collinsUrl);
    const image = new Image();
    image.src = collinsUrl;
    await image.decode();
    const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight);
    const context = canvas.getContext('2d')!;
    context.drawImage(image, 0, 0);
    const { data, width, height } = context.getImageData(0, 0, canvas.width, canvas.height);

    const expected = await detector.detect(blob);
    expect(leftToRight(expected)).toEqual(['happy']);
    const inputs = [
      await createImageBitmap(blob),
      image,
      canvas,
      { data, width, height, channels: 4 as const },
    ];
    for (const input of inputs) expect(await detector.detect(input)).toEqual(expected);
  });

  it('names the file that was given', async () => {
    const file = new File([await fetchBlob(collinsUrl)], 'collins.jpg');
    expect((await detector.detect(file)).source).toBe('collins.jpg');
  });

  it('applies the EXIF orientation', async () => {
    const upright = await detector.detect(await fetchBlob(collinsUrl));
    const result = await detector.detect(await rotatedByExif(collinsUrl));
    expect([result.width, result.height]).toEqual([960, 720]);
    expect(result.faces).toHaveLength(1);
    const [a, b] = [upright.faces[0].box, result.faces[0].box];
    for (const key of ['x', 'y', 'width', 'height'] as const)
      expect(Math.abs(a[key] - b[key])).toBeLessThan(6);
  });

  it('keeps results in source pixels when a picture is shrunk', async () => {
    const [full, shrunk] = await Promise.all([
      detector.detect(await fetchBlob(collinsUrl)),
      detector.detect(await fetchBlob(collinsUrl), { maxSide: 480 }),
    ]);
    expect([shrunk.width, shrunk.height]).toEqual([960, 720]);
    expect(Math.abs(shrunk.faces[0].box.x - full.faces[0].box.x)).toBeLessThan(8);
  });

  it('lays transparent parts on white, as in Node', async () => {
    const canvas = new OffscreenCanvas(2, 2);
    canvas.getContext('2d');
    const { image } = await loadImage(canvas);
    expect([...(image as RgbImage).data]).toEqual(Array(16).fill(255));
  });

  it('refuses a longest side that is none', async () => {
    const picture = await fetchBlob(collinsUrl);
    for (const maxSide of [0, -1, 1.5, Number.NaN]) {
      const message = `maxSide must be a positive integer, got ${maxSide}`;
      await expect(detector.detect(picture, { maxSide })).rejects.toThrow(message);
      await expect(detector.openStream({ maxSide })).rejects.toThrow(message);
      await expect(loadImage(picture, { maxSide })).rejects.toThrow(message);
    }
  });

  it('finds no face in an empty picture', async () => {
    const canvas = new OffscreenCanvas(320, 240);
    canvas.getContext('2d')!.fillRect(0, 0, 320, 240);
    expect((await detector.detect(canvas)).faces).toEqual([]);
  });

  it('names no expression below the threshold', async () => {
    const { faces } = await detector.detect(await fetchBlob(collinsUrl), { threshold: 1 });
    expect(faces[0].expression).toBeNull();
    expect(faces[0].probability).toBeGreaterThan(0.9);
  });

  it('rejects a file that is no picture, and an empty one', async () => {
    const text = new File(['not a picture'], 'notes.jpg', { type: 'image/jpeg' });
    await expect(detector.detect(text)).rejects.toThrow("notes.jpg can't be decoded by this browser");
    await expect(detector.detect(text)).rejects.toBeInstanceOf(UnsupportedMediaError);
    await expect(detector.detect(new File([], 'empty.png'))).rejects.toThrow('empty.png is empty');
  });

  it('rejects a threshold outside 0 to 1 with the rule, from within the worker', async () => {
    const canvas = new OffscreenCanvas(32, 32);
    canvas.getContext('2d');
    await expect(detector.detect(canvas, { threshold: 1.4 })).rejects.toThrow(
      new RangeError('threshold must be between 0 and 1, got 1.4'),
    );
  });

  it('rejects calls under way and later ones when it is disposed', async () => {
    const other = await loadAffectDetector({ threads: 1 });
    const group = await fetchBlob(groupUrl);
    // So many that the last one can't be done when the first one is.
    const underWay = Array.from({ length: 20 }, async () => other.detect(await createImageBitmap(group)));
    const last = expect(underWay.at(-1)).rejects.toThrow('the detector has been disposed');
    await underWay[0];
    await other.dispose();
    await other.dispose();
    await last;
    await Promise.allSettled(underWay);
    await expect(other.detect(await fetchBlob(collinsUrl))).rejects.toThrow('the detector has been disposed');
  });
});

describe('loadAffectDetector', () => {
  it('says which address failed when a model is missing', async () => {
    const loading = loadAffectDetector({ modelsUrl: '/no/such/folder' });
    await expect(loading).rejects.toBeInstanceOf(ModelLoadError);
    await expect(loading).rejects.toThrow('/no/such/folder/');
  });

  it('asks for modelsUrl for a model that is not in the package', async () => {
    await expect(loadAffectDetector({ model: 'mine' })).rejects.toThrow('modelsUrl must be given');
  });

  it('refuses WebGPU where there is no adapter', async () => {
    await expect(loadAffectDetector({ backend: 'webgpu' })).rejects.toThrow('no GPU adapter');
  });

  it('refuses a thread count below 1', async () => {
    await expect(loadAffectDetector({ threads: 0 })).rejects.toThrow(
      'threads must be a positive integer, got 0',
    );
  });
});

/** The picture stored lying on its side, with an EXIF orientation (6) that says so. */
async function rotatedByExif(url: string): Promise<Blob> {
  const bitmap = await createImageBitmap(await fetchBlob(url));
  const canvas = new OffscreenCanvas(bitmap.height, bitmap.width);
  const context = canvas.getContext('2d')!;
  // A quarter turn against the clock; orientation 6 asks the reader for a quarter turn with the clock.
  context.translate(0, bitmap.width);
  context.rotate(-Math.PI / 2);
  context.drawImage(bitmap, 0, 0);
  const jpeg = new Uint8Array(
    await (await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.95 })).arrayBuffer(),
  );
  // Behind the two bytes that begin a JPEG: an APP1 segment with one little-endian TIFF entry, 0x0112 = 6.
  const exif = [
    ...[0xff, 0xe1, 0, 34, 0x45, 0x78, 0x69, 0x66, 0, 0],
    ...[0x49, 0x49, 0x2a, 0, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0],
  ];
  return new Blob([jpeg.slice(0, 2), new Uint8Array(exif), jpeg.slice(2)], { type: 'image/jpeg' });
}
