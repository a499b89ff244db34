import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveAddress } from '../../src/cli/serve-address.js';
import { createApp } from '../../src/server/index.js';
import { ROOT } from '../support/run-cli.js';

const STUDY = { study: 1, title: 'Two', consent: 'Yes?' };
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'affect-detect-models-'));
  await cp(join(ROOT, 'models/expression-4'), join(folder, 'mine'), { recursive: true });
});

afterAll(() => rm(folder, { recursive: true }));

describe('serveAddress', () => {
  it('tells the page nothing where nothing is asked for', async () => {
    expect(await serveAddress({})).toEqual({ search: '', models: {}, files: {} });
    expect(await serveAddress({ model: 'expression-4' })).toEqual({
      search: '',
      models: {},
      files: {},
    });
  });

  it('puts options into the address', async () => {
    const { search } = await serveAddress({ threshold: 0.5, labels: 'fer2013', threads: 2, backend: 'wasm' });
    expect(search).toBe('?threshold=0.5&labels=fer2013&threads=2&backend=wasm');
  });

  it('has a model of the user given out, by its checked files only', async () => {
    const { search, models } = await serveAddress({ model: join(folder, 'mine') });
    expect(search).toBe('?model=models%2Fexpression-classification%2F');
    expect(models).toEqual({
      'expression-classification': {
        card: join(folder, 'mine/model.json'),
        network: join(folder, 'mine/model.onnx'),
      },
    });
  });

  it('refuses a model for the other task, one that is corrupt, and one without a card', async () => {
    await expect(serveAddress({ detector: join(folder, 'mine') })).rejects.toThrow(
      'is a model for expression-classification, not for face-detection',
    );
    await writeFile(join(folder, 'mine/other.onnx'), 'another network');
    await expect(serveAddress({ model: join(folder, 'mine/other.onnx') })).rejects.toThrow('has no card');
    await writeFile(join(folder, 'mine/model.onnx'), 'not the network');
    await expect(serveAddress({ model: join(folder, 'mine') })).rejects.toThrow('is corrupt');
  });

  it("refuses labels that are none of the model's", async () => {
    await expect(serveAddress({ labels: 'happy' })).rejects.toThrow(
      'labels must be one of fer2013, ferplus, got happy',
    );
  });

  it('has a study given out with the files that it names, and no others', async () => {
    const path = join(folder, 'two.study.json');
    await writeFile(path, JSON.stringify({ ...STUDY, stimuli: [{ kind: 'image', file: 'mine/LICENSE' }] }));
    const { search, files } = await serveAddress({ study: path });
    expect(search).toBe('?study=study%2Ftwo.study.json');
    expect(files).toEqual({
      '/study/two.study.json': path,
      '/study/mine/LICENSE': join(folder, 'mine/LICENSE'),
    });
    await writeFile(path, JSON.stringify({ ...STUDY, stimuli: [{ kind: 'image', file: 'none.jpg' }] }));
    await expect(serveAddress({ study: path })).rejects.toThrow(
      'two.study.json names none.jpg, which is not there',
    );
    await expect(serveAddress({ study: join(folder, 'none.json') })).rejects.toThrow(
      "can't be read (ENOENT)",
    );
  });

  it.each(['Study #1.study.json', '50% ä.study.json', 'a+b&c=d.study.json', '%41.study.json'])(
    'has the page open a study called %s at the address where it is given out',
    async (name) => {
      const path = join(folder, name);
      await writeFile(path, JSON.stringify({ ...STUDY, stimuli: [{ kind: 'image', file: 'mine/LICENSE' }] }));
      const { search, files } = await serveAddress({ study: path });
      const page = new URL(search, 'http://127.0.0.1/');
      const study = new URL(page.searchParams.get('study')!, page);
      expect([study.search, study.hash]).toEqual(['', '']);
      const response = await createApp({ files }).request(study.href, { headers: { Host: '127.0.0.1' } });
      expect(await response.text()).toContain('"title":"Two"');
    },
  );
});
