import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { killInTheMiddle, ROOT, runCli } from '../support/run-cli.js';

const CLIP = `${ROOT}samples/clip.mp4`;
const SHORT = ['--end', '1', '--fps', '3'];

const root = mkdtempSync(join(tmpdir(), 'affect-detect-outputs-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let folder: string;
const path = (name: string) => join(folder, name);
beforeEach(() => {
  folder = mkdtempSync(join(root, 'run-'));
});

/** Run the command in a shell line, where "$@" stands for it; its exit code comes on a line of its own, on stderr. */
function runInShell(line: string, ...args: string[]): { code: number; stderr: string } {
  const { stderr } = spawnSync('sh', ['-c', line, process.execPath, `${ROOT}dist/cli/main.js`, ...args], {
    cwd: ROOT,
    env: { ...process.env, NO_COLOR: '1' },
    encoding: 'utf8',
  });
  const lines = stderr.trimEnd().split('\n');
  return { code: Number(lines.pop()), stderr: lines.join('\n') };
}
const UNTIL_FIRST_LINE = '{ "$0" "$@"; echo $? >&2; } | head -n 1';

test.skipIf(process.platform === 'win32')('files are completed when the reader of stdout leaves', () => {
  copyFileSync(CLIP, path('again.mp4'));
  const { code } = runInShell(
    UNTIL_FIRST_LINE,
    ...['video', CLIP, path('again.mp4'), ...SHORT, '--jsonl', '-'],
    ...['--csv', path('a.csv'), '--summary', path('a.json')],
  );
  expect(code).toBe(0);
  expect(readdirSync(folder).sort()).toEqual(['a.csv', 'a.json', 'again.mp4']);
  expect(JSON.parse(readFileSync(path('a.json'), 'utf8')).videos).toHaveLength(2);

  const image = ['image', '--json', `${ROOT}samples`, '--annotate', path('marked')];
  expect(runInShell(UNTIL_FIRST_LINE, ...image).code).toBe(0);
  expect(readdirSync(path('marked'))).toHaveLength(3);
});

test.skipIf(process.platform === 'win32')(
  'where nothing else is written, the program ends with its reader',
  () => {
    const { code, stderr } = runInShell(UNTIL_FIRST_LINE, 'video', CLIP, '--csv', '-');
    expect(code).toBe(0);
    expect(stderr).not.toContain('frames read');
  },
);

test.skipIf(!existsSync('/dev/full'))('a stdout that is full is told in one line, with exit code 5', () => {
  const { code, stderr } = runInShell(
    '"$0" "$@" > /dev/full; echo $? >&2',
    ...['video', CLIP, ...SHORT, '--csv', '-'],
  );
  expect({ code, stderr }).toEqual({
    code: 5,
    stderr: "affect-detect: standard output can't be written (ENOSPC)",
  });
});

test('an output that can not be finished keeps nothing of the others back, and the run can be gone on with', async () => {
  mkdirSync(path('peaks/clip-happy.jpg'), { recursive: true });
  const args = ['video', CLIP, ...SHORT, '--csv', path('a.csv'), '--thumbnails', path('peaks')];
  const { code, stderr } = await runCli(args);
  expect(code).toBe(5);
  expect(stderr).toContain('clip-happy.jpg is a folder; name a file');
  expect(stderr).toContain('the same command with --resume goes on from here');
  expect(statSync(path('a.csv')).size).toBeGreaterThan(100);
  rmSync(path('peaks/clip-happy.jpg'), { recursive: true });
  expect((await runCli([...args, '--resume'])).code).toBe(0);
  expect(readdirSync(folder).sort()).toEqual(['a.csv', 'peaks']);
  expect(readdirSync(path('peaks'))).toContain('clip-happy.jpg');
});

test('a summary that can not be written is refused before anything is read', async () => {
  const begin = ['video', CLIP, ...SHORT, '--csv', path('a.csv'), '--summary'];
  for (const summary of [path('missing/a.json'), `${folder}/`]) {
    const { code, stdout } = await runCli([...begin, summary]);
    expect([code, stdout]).toEqual([5, '']);
  }
  expect(readdirSync(folder)).toEqual([]);
  for (const name of ['summary', 'srt', 'vtt', 'parquet']) {
    const { code, stderr } = await runCli(['video', CLIP, `--${name}`, '-']);
    expect(code).toBe(2);
    expect(stderr).toContain(`--${name} writes a file, not standard output`);
  }
});

test('a run that is resumed with a further output goes on, whichever is named first', async () => {
  const video = ['video', CLIP, '--end', '3', '--jsonl', path('a.jsonl')];
  const partial = () => (existsSync(path('a.jsonl.partial')) ? statSync(path('a.jsonl.partial')).size : 0);
  await killInTheMiddle(video, {
    isMiddle: () => partial() > 4000,
    wasMiddle: () => partial() > 4000 && !existsSync(path('a.jsonl')),
    clean: () => {
      for (const name of readdirSync(folder)) rmSync(path(name));
    },
  });
  const { code, stderr } = await runCli([...video, '--csv', path('a.csv'), '--resume']);
  expect(code).toBe(0);
  expect(stderr).not.toContain('begins at the start');
  expect(readdirSync(folder).sort()).toEqual(['a.csv', 'a.jsonl']);
});

test('a journal that is damaged is said to be so in one line', async () => {
  writeFileSync(path('a.csv.resume'), 'null\n');
  const { code, stderr } = await runCli(['video', CLIP, '--csv', path('a.csv'), '--resume']);
  expect(code).toBe(3);
  expect(stderr).toBe(
    `affect-detect: ${path('a.csv.resume')} is damaged; leave out --resume to begin again\n`,
  );
});

test('a video that stands in for a camera is not written over', async () => {
  copyFileSync(CLIP, path('camera.mp4'));
  for (const option of ['--record', '--csv']) {
    for (const device of [path('camera.mp4'), `file:${path('camera.mp4')}`]) {
      const { code, stderr } = await runCli(['webcam', '--device', device, option, path('camera.mp4')]);
      expect(code).toBe(2);
      expect(stderr).toContain("camera.mp4 can't be written: it is a video that is read");
    }
  }
  expect(readFileSync(path('camera.mp4')).equals(readFileSync(CLIP))).toBe(true);
});

test('no frame at all is said, and a table of before stays', async () => {
  writeFileSync(path('a.csv'), 'of before');
  const { code, stderr } = await runCli(['video', CLIP, '--start', '100', '--csv', path('a.csv')]);
  expect(code).toBe(0);
  expect(stderr).toContain(`no frame was read, so ${path('a.csv')} is not written`);
  expect(readFileSync(path('a.csv'), 'utf8')).toBe('of before');
});

test.skipIf(process.platform === 'win32')(
  'a link that is written to stays one, and so does a pipe',
  async () => {
    writeFileSync(path('real.csv'), 'old\n');
    symlinkSync('real.csv', path('link.csv'));
    expect(await runCli(['video', CLIP, ...SHORT, '--csv', path('link.csv')])).toMatchObject({ code: 0 });
    expect(readlinkSync(path('link.csv'))).toBe('real.csv');
    expect(readFileSync(path('real.csv'), 'utf8')).toMatch(/^source,/);
    expect(readdirSync(folder).toSorted()).toEqual(['link.csv', 'real.csv']);
    const line = `"$0" "$@" --csv /dev/fd/3 3>&1 >/dev/null | cat > '${path('piped.csv')}'; echo 0 >&2`;
    expect(runInShell(line, 'video', CLIP, ...SHORT).stderr).not.toContain("can't be written");
    expect(readFileSync(path('piped.csv'))).toEqual(readFileSync(path('real.csv')));
  },
);
