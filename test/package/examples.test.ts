import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { ROOT } from '../support/run-cli.js';

const exec = promisify(execFile);
const run = async (...args: string[]) => (await exec(process.execPath, args, { cwd: ROOT })).stdout;

test('the example read-pictures names every face of its pictures', async () => {
  const output = await run('examples/read-pictures/index.mjs', 'samples/group.jpg', 'samples/hopper.jpg');
  const [group, hopper] = output.trim().split('\n');
  expect(group.match(/happy|neutral/g)?.sort()).toEqual(['happy', 'happy', 'neutral', 'neutral']);
  expect(hopper).toMatch(/^samples\/hopper\.jpg: neutral \(0\.\d\d\)$/);
});

test('the example follow-video says who shows what from when on', async () => {
  const lines = (await run('examples/follow-video/index.mjs', 'samples/clip.mp4')).trim().split('\n');
  expect(lines[0]).toBe('0.0 s  face 1: happy');
  // Collins leaves at 10 s; Hopper comes at 12 s.
  expect(lines.some((line) => /^1[12]\.\d s {2}face \d+: neutral$/.test(line))).toBe(true);
});
