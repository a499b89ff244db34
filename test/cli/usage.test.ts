import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ROOT, runCli } from '../support/run-cli.js';

const { version } = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')) as { version: string };
const COMMANDS = ['image', 'video', 'webcam', 'report', 'serve', 'evaluate', 'evaluate-detector', 'doctor'];

test('--help lists every command and every exit code', async () => {
  const { code, stdout } = await runCli(['--help']);
  expect(code).toBe(0);
  for (const command of COMMANDS) expect(stdout).toMatch(new RegExp(`^ {2}${command} `, 'm'));
  for (const exitCode of [0, 1, 2, 3, 4, 5, 6, 7, 8, 130])
    expect(stdout).toMatch(new RegExp(`(^|\\s)${exitCode} \\w`, 'm'));
});

test.each(COMMANDS)('%s --help and --version succeed', async (command) => {
  const help = await runCli([command, '--help']);
  expect(help.code).toBe(0);
  expect(help.stdout).toContain(`affect-detect ${command}`);
  expect(await runCli([command, '--version'])).toMatchObject({ code: 0, stdout: `${version}\n` });
});

test.each(['image', 'video', 'webcam', 'evaluate'])('%s has the shared options', async (command) => {
  const { stdout } = await runCli([command, '--help']);
  for (const option of ['--model', '--threads', '--labels']) expect(stdout).toContain(option);
});

test.each([
  [[], 'Usage:'],
  [['nonesuch'], "unknown command 'nonesuch'"],
  [['image'], "missing required argument 'file|folder|glob'"],
  [['image', 'a.jpg', '--nonesuch'], "unknown option '--nonesuch'"],
  [['image', 'a.jpg', '--threshold', '40'], 'It must be a number between 0 and 1.'],
  [['image', 'a.jpg', '--threads', '0'], 'It must be a whole number of at least 1.'],
  [['video', 'a.mp4', '--csv', ''], "option '--csv <file|folder/>' got an empty value"],
  [['serve', '--host', ''], "option '--host <address>' got an empty value"],
])('a wrong command line (%j) says so on stderr and exits with 2', async (args, message) => {
  const { code, stdout, stderr } = await runCli(args);
  expect(code).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toContain(message);
});
