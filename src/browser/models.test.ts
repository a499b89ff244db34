import { describe, expect, it } from 'vitest';
import { ModelLoadError } from '../core/errors.js';
import { DEFAULT_DETECTOR, locateModel } from './default-models.js';
import { fetchModel } from './models.js';

const PACKAGED = locateModel(DEFAULT_DETECTOR);

function urlOf(content: BlobPart): string {
  return URL.createObjectURL(new Blob([content]));
}

describe('fetchModel', () => {
  it('gives the card and the bytes that it describes', async () => {
    const { card, network } = await fetchModel(PACKAGED, 'face-detection');
    expect(card.id).toBe(DEFAULT_DETECTOR);
    expect(network.byteLength).toBe(card.bytes);
  });

  it("finds the network beside the card by the card's own name for it", async () => {
    const { card } = await fetchModel({ ...PACKAGED, network: null }, 'face-detection');
    expect(card.id).toBe(DEFAULT_DETECTOR);
  });

  it('rejects a network of which one byte differs', async () => {
    const { network } = await fetchModel(PACKAGED, 'face-detection');
    const damaged = Uint8Array.from(network);
    damaged[1000] ^= 1;
    const loading = fetchModel({ ...PACKAGED, network: urlOf(damaged) }, 'face-detection');
    await expect(loading).rejects.toBeInstanceOf(ModelLoadError);
    await expect(loading).rejects.toThrow('is corrupt or not the file that its card describes');
  });

  it('rejects a page that stands where the card should be', async () => {
    const loading = fetchModel({ ...PACKAGED, card: urlOf('<!doctype html>') }, 'face-detection');
    await expect(loading).rejects.toThrow('is not valid JSON');
  });

  it('rejects a model for another task', async () => {
    await expect(fetchModel(PACKAGED, 'expression-classification')).rejects.toThrow(
      'is a model for face-detection, not for expression-classification',
    );
  });

  it('says which file is missing, and how the server answered', async () => {
    const loading = fetchModel({ ...PACKAGED, network: '/no/such/model.onnx' }, 'face-detection');
    await expect(loading).rejects.toThrow("/no/such/model.onnx can't be fetched (HTTP 404)");
  });
});

describe('locateModel', () => {
  it('looks below modelsUrl, with or without a slash at its end', () => {
    const card = `${location.origin}/files/mine/model.json`;
    expect(locateModel('mine', '/files')).toEqual({ card, network: null });
    expect(locateModel('mine', '/files/')).toEqual({ card, network: null });
    expect(locateModel('mine', new URL('/files/', location.href))).toEqual({ card, network: null });
  });
});
