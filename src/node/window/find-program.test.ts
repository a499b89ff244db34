import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findBrowser, findOnPath } from './find-program.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'affect-detect-programs-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function addProgram(path: string, mode = 0o755): string {
  const full = join(folder, path);
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, '');
  chmodSync(full, mode);
  return full;
}

test('a browser is found on the PATH, and a file that may not be run is passed over', async () => {
  addProgram('a/chromium', 0o644);
  const chrome = addProgram('b/google-chrome');
  const env = { PATH: [join(folder, 'a'), join(folder, 'b')].join(delimiter) };
  expect(await findBrowser({ platform: 'linux', env })).toBe(chrome);
  expect(await findOnPath('google-chrome', { platform: 'linux', env })).toBe(chrome);
  expect(await findOnPath('ffplay', { platform: 'linux', env })).toBeNull();
});

test("on macOS a user's own applications are looked through, too", async () => {
  const edge = addProgram('Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge');
  expect(await findBrowser({ platform: 'darwin', env: { HOME: folder } })).toBe(edge);
});

test('CHROME_PATH goes before everything else', async () => {
  const env = { CHROME_PATH: '/opt/my/chrome', PATH: dirname(addProgram('a/chromium')) };
  expect(await findBrowser({ platform: 'linux', env })).toBe('/opt/my/chrome');
});

test('where there is no browser, none is found', async () => {
  for (const platform of ['linux', 'win32'] as const) {
    expect(await findBrowser({ platform, env: {} })).toBeNull();
  }
});
