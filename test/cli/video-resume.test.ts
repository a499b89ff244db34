import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { constantRate, makeVideo } from '../support/make-video.js';
import { killInTheMiddle, ROOT, runCli } from '../support/run-cli.js';

let folder: string;
const path = (name: string) => join(folder, name);

/** Both videos of the run: one that breaks off, and one with a face. */
const inputs = () => [path('cut.mkv'), path('clip.mp4')];
const outputs = (name: string) => [
  ...['--csv', path(`${name}.csv`), '--jsonl', path(`${name}.jsonl`)],
  ...['--parquet', path(`${name}.parquet`), '--summary', path(`${name}.json`)],
];
const command = (name: string) => [
  'video',
  ...outputs(name),
  ...['--fps', '20', '--end', '3.5', '--max-detection-interval', '0.2'],
  ...inputs(),
];
const files = (name: string) =>
  ['csv', 'jsonl', 'parquet', 'json'].map((format) =>
    readFileSync(path(`${name}.${format}`)).toString('hex'),
  );

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'affect-detect-resume-'));
  makeVideo(path('whole.mkv'), { times: constantRate(100, 25) });
  const whole = readFileSync(path('whole.mkv'));
  writeFileSync(path('cut.mkv'), whole.subarray(0, whole.length / 3));
  cpSync(`${ROOT}samples/clip.mp4`, path('clip.mp4'));
  const journal = path('broken.csv.resume');
  await killInTheMiddle(command('broken'), {
    isMiddle: () => recorded(journal) >= 60,
    wasMiddle: () => recorded(journal) >= 60 && recorded(journal) < 85,
    clean: () => {
      for (const file of readdirSync(folder)) if (file.startsWith('broken.')) rmSync(path(file));
    },
  });
  const { code } = await runCli(command('unbroken'));
  expect(code).toBe(6);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The readings of how many frames are in a journal. */
const recorded = (journal: string) =>
  existsSync(journal) ? readFileSync(journal, 'utf8').split('{"type":"frame"').length - 1 : 0;

/** Copy what the killed run left. */
function leaveAsKilled(name: string): void {
  for (const file of readdirSync(folder).filter((file) => file.startsWith('broken.'))) {
    cpSync(path(file), path(file.replace('broken', name)));
  }
}

test('a killed run that is resumed gives the very bytes of an unbroken one', async () => {
  leaveAsKilled('resumed');
  // The kill came in the middle of a line.
  appendFileSync(path('resumed.csv.resume'), '{"type":"frame","timestamp":3.3,"detec');
  const { code, stderr } = await runCli([...command('resumed'), '--resume']);
  expect(code).toBe(6);
  expect(stderr).toContain('cut.mkv breaks off');
  expect(files('resumed')).toEqual(files('unbroken'));
  expect(readdirSync(folder).filter((name) => /^resumed.*\.(partial|resume)$/.test(name))).toEqual([]);
});

test('where the file does not go on as it did, all of it is decoded again, with the same result', async () => {
  leaveAsKilled('moved');
  const journal = path('moved.csv.resume');
  // The last line may be cut off.
  const text = readFileSync(journal, 'utf8').split('\n').slice(0, -1);
  const last = JSON.parse(text.at(-1)!);
  text[text.length - 1] = JSON.stringify({ ...last, fingerprint: last.fingerprint + 1 });
  writeFileSync(journal, `${text.join('\n')}\n`);
  await runCli([...command('moved'), '--resume']);
  expect(files('moved')).toEqual(files('unbroken'));
});

test('other options, or a file that was changed, are refused in one line, and nothing is lost', async () => {
  leaveAsKilled('refused');
  const journal = readFileSync(path('refused.csv.resume'));
  const other = await runCli([...command('refused'), '--resume', '--start', '1']);
  expect(other.code).toBe(3);
  expect(other.stderr).toBe(
    `affect-detect: ${path('refused.csv.resume')} was made with --start not given, now 1; leave out --resume to begin again\n`,
  );
  utimesSync(path('clip.mp4'), 0, 0);
  const changed = await runCli([...command('refused'), '--resume']);
  expect(changed.code).toBe(3);
  expect(changed.stderr).toContain(`was made before ${path('clip.mp4')} was changed`);
  expect(readFileSync(path('refused.csv.resume'))).toEqual(journal);
});

test('without a journal the run begins at the start and says so', async () => {
  const { code, stdout, stderr } = await runCli([
    'video',
    '--resume',
    '--csv',
    path('new.csv'),
    path('whole.mkv'),
  ]);
  expect(code).toBe(0);
  expect(stdout).toContain('100 frames read');
  expect(stderr).toContain(`there is no ${path('new.csv')}.resume, so this begins at the start`);
});

test.each([[['--resume']], [['--resume', '--csv', 'a.csv', '-']], [['--resume', '--csv', '-']]])(
  '%j has nothing to go on with',
  async (options) => {
    const { code, stderr } = await runCli(['video', ...options, path('whole.mkv')]);
    expect(code).toBe(2);
    expect(stderr).toContain('--resume needs files to read');
  },
);
