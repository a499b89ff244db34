import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, test, vi } from 'vitest';
import { openVideo } from '../../src/node/video/open-video.js';
import { collect } from '../support/async.js';
import { ROOT, runCli, startCli } from '../support/run-cli.js';

// A thread needs compiled code; the build comes before the tests.
vi.mock('../../src/node/video/worker-url.js', () => ({
  DECODE_WORKER_URL: new URL('../../dist/node/video/decode-worker.js', import.meta.url),
}));

const CLIP = `${ROOT}samples/clip.mp4`;
/** No display: neither a window nor, without a terminal, anything else to look at. */
const BLIND = { DISPLAY: '', WAYLAND_DISPLAY: '' };
const HAS_SCRIPT = process.platform === 'linux' && spawnSync('script', ['--version']).status === 0;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'affect-detect-webcam-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a camera that is absent is said to be so in one line, with exit code 7', async () => {
  const { code, stdout, stderr } = await runCli(['webcam', '--device', '/dev/nonesuch', '--csv', '-'], {
    env: BLIND,
  });
  expect({ code, stdout }).toEqual({ code: 7, stdout: '' });
  expect(stderr).toMatch(/^affect-detect: there is no camera \/dev\/nonesuch; .*\n$/);
});

test('a camera that is unplugged ends with 7, and what was recorded is kept', async () => {
  const camera = 'lavfi:testsrc=size=320x240:rate=25:duration=2';
  const args = [
    'webcam',
    '--device',
    camera,
    '--csv',
    'out.csv',
    '--jsonl',
    'out.jsonl',
    '--record',
    'out.mp4',
  ];
  const { code, stdout, stderr } = await runCli(args, { cwd: folder, env: BLIND });
  expect(code).toBe(7);
  expect(stdout).toContain('frames read');
  expect(stderr).toContain('what was recorded is in out.csv\n');
  expect(stderr).toContain('was unplugged or gives no more pictures');
  const lines = readFileSync(join(folder, 'out.jsonl'), 'utf8').trim().split('\n');
  expect(JSON.parse(lines[0])).toMatchObject({ source: camera, width: 320, timestamp: 0, faces: [] });
  expect(readFileSync(join(folder, 'out.csv'), 'utf8').trim().split('\r\n')).toHaveLength(lines.length + 1);
  const video = await openVideo(join(folder, 'out.mp4'));
  expect(video).toMatchObject({ width: 320, height: 240 });
  const times = (await collect(video.frames())).map(({ timestamp }) => timestamp!);
  expect(times).toHaveLength(lines.length);
  expect(times.at(-1)).toBeCloseTo(JSON.parse(lines.at(-1)!).timestamp, 3);
});

test('a recording of a single picture can be read', async () => {
  const camera = 'lavfi:testsrc=size=320x240:rate=25:duration=0.04';
  const { code } = await runCli(['webcam', '--device', camera, '--record', 'out.mp4'], {
    cwd: folder,
    env: BLIND,
  });
  expect(code).toBe(7);
  const video = await openVideo(join(folder, 'out.mp4'));
  const [{ image, timestamp }, ...others] = await collect(video.frames());
  expect([image.width, image.height, timestamp, others.length]).toEqual([320, 240, 0, 0]);
});

test('rows go to standard output as they are read, and Ctrl-C ends with 130', async () => {
  const args = ['webcam', '--device', CLIP, '--csv', '-', '--fps', '5'];
  const run = startCli(args, { env: BLIND });
  expect(await run.until(() => run.stdout.split('\r\n').length > 3)).toBe(true);
  run.kill('SIGINT');
  const { code, stdout } = await run.result;
  expect(code).toBe(130);
  const [header, first] = stdout.split('\r\n');
  expect(first.split(',')[header.split(',').indexOf('expression')]).toBe('happy');
});

test.each([
  [['--size', '1280'], 'It must be a width and a height in pixels, like 1280x720.'],
  [['--fps', '0'], 'It must be a number above 0.'],
  [['--record', 'out.gif'], '--record writes .mp4, .mov and .mkv, not out.gif'],
  [['--tui', '--window'], '--tui and --window exclude each other'],
  [['--tui'], '--tui needs a terminal'],
  [['--csv', '-', '--jsonl', '-'], 'both write to standard output'],
  [[], 'there is neither a display nor a terminal'],
])('a wrong command line (%j) says so and exits with 2', async (args, message) => {
  const { code, stderr } = await runCli(['webcam', '--device', CLIP, ...args], { env: BLIND });
  expect(stderr).toContain(message);
  expect(code).toBe(2);
});

describe.runIf(HAS_SCRIPT)('in a terminal', () => {
  /** Run in a terminal of `script`, and press keys once the screen is drawn. */
  async function inTerminal(keys: string): Promise<string> {
    const command = `stty cols 100 rows 30; '${process.execPath}' '${ROOT}dist/cli/main.js' webcam --device '${CLIP}'; echo "exit $?"; stty -a`;
    const program = spawn('script', ['-qec', command, '/dev/null'], {
      cwd: folder,
      env: { ...process.env, ...BLIND, TERM: 'xterm-256color' },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    let screen = '';
    let isPressed = false;
    for await (const chunk of program.stdout.setEncoding('utf8')) {
      screen += chunk;
      if (isPressed || !screen.includes('Face 1')) continue;
      isPressed = true;
      program.stdin.write(keys);
    }
    return screen;
  }

  it('shows bars and a time course, and gives the terminal back on q', async () => {
    const screen = await inTerminal('+q');
    expect(screen).toContain('\u001b[?1049h\u001b[?25l');
    expect(screen).toContain('Course');
    expect(screen).toContain('█');
    expect(screen.lastIndexOf('\u001b[?25h\u001b[?1049l')).toBeGreaterThan(screen.lastIndexOf('Course'));
    expect(screen).toContain('exit 0');
    expect(screen).toMatch(/[^-]icanon/);
  });

  it('Ctrl-C is still an interruption, and gives the terminal back', async () => {
    const screen = await inTerminal('\u0003');
    expect(screen).toContain('\u001b[?25h\u001b[?1049l');
    expect(screen).toContain('exit 130');
    expect(screen).toMatch(/[^-]icanon/);
  });
});
