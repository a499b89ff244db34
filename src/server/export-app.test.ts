import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { OutputError } from '../core/index.js';
import { exportApp } from './export-app.js';

let folder: string;
let root: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'affect-detect-export-'));
  root = join(folder, 'package/app');
  mkdirSync(join(root, 'assets'), { recursive: true });
  writeFileSync(join(root, 'index.html'), 'page');
  writeFileSync(
    join(root, 'shared-files.json'),
    '{"assets/a-1.wasm":"../a.wasm","assets/b-1.onnx":"../b.onnx"}',
  );
  for (const name of ['a.wasm', 'a.wasm.br', 'b.onnx']) writeFileSync(join(folder, 'package', name), name);
});

afterEach(() => rmSync(folder, { recursive: true }));

it('writes all files of the app, those that it shares with the package too', async () => {
  const target = join(folder, 'site/app');
  await exportApp(target, root);
  expect(readdirSync(target).sort()).toEqual(['assets', 'index.html']);
  expect(readdirSync(join(target, 'assets')).sort()).toEqual(['a-1.wasm', 'a-1.wasm.br', 'b-1.onnx']);
  expect(readFileSync(join(target, 'assets/b-1.onnx'), 'utf8')).toBe('b.onnx');
});

it('says where it could not write', async () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  await expect(exportApp(join(file, 'app'), root)).rejects.toThrow(OutputError);
});
