import { mkdir, mkdtemp, readdir, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OutputError } from '../../core/index.js';
import { makeFolder, OutputNames } from './output-names.js';

let folder: string;
beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'affect-detect-names-')));
  await writeFile(join(folder, 'a.jpg'), '');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('OutputNames', () => {
  it('never gives a name twice, nor an input its own, whatever their case', async () => {
    const stem = fc.constantFrom('a', 'A', 'a-2', 'a-1', 'b');
    const endings = fc.constantFrom(['.jpg'], ['.JPG'], ['-1.jpg', '-2.jpg'], ['-2.jpg']);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(stem, endings), { maxLength: 12 }), async (wishes) => {
        const names = await OutputNames.excluding([join(folder, 'a.jpg')]);
        const given = wishes
          .flatMap(([name, list]) => names.take(folder, name, list))
          .map((path) => path.toLowerCase());
        expect(new Set(given).size).toBe(given.length);
        expect(given).not.toContain(join(folder, 'a.jpg').toLowerCase());
      }),
    );
  });

  it('keeps the files of one picture together', async () => {
    const names = await OutputNames.excluding([]);
    names.take(folder, 'a', ['-2.png']);
    expect(names.take(folder, 'a', ['-1.png', '-2.png'])).toEqual(
      ['a-2-1.png', 'a-2-2.png'].map((name) => join(folder, name)),
    );
  });

  it('knows an input that comes by another way', async () => {
    await symlink(folder, join(folder, 'link'));
    const names = await OutputNames.excluding([join(folder, 'link', 'a.jpg')]);
    expect(await names.claim(join(folder, 'a.jpg'))).toBe(false);
    expect(await names.claim(join(folder, 'link', 'new.png'))).toBe(true);
    expect(await names.claim(join(folder, 'new.png'))).toBe(false);
    expect(names.take(await makeFolder(join(folder, 'link')), 'a', ['.jpg'])).toEqual([
      join(folder, 'a-2.jpg'),
    ]);
  });
});

describe('makeFolder', () => {
  it('makes a folder with those above it, and takes one that is there', async () => {
    const deep = join(folder, 'one', 'two');
    expect(await makeFolder(deep)).toBe(deep);
    expect(await makeFolder(deep)).toBe(deep);
    expect(await readdir(join(folder, 'one'))).toEqual(['two']);
  });

  it('says that a file is in the way', async () => {
    await mkdir(join(folder, 'x'));
    await writeFile(join(folder, 'x', 'file'), '');
    for (const path of ['x/file', 'x/file/below']) {
      const failure = await makeFolder(join(folder, path)).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(OutputError);
      expect((failure as OutputError).message).toMatch(/is a file, not a folder$/);
    }
  });
});
