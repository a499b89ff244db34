import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it, vi } from 'vitest';
import { EXPRESSION_COLORS, type RgbImage } from '../../src/core/index.js';
import { findOnPath } from '../../src/node/window/find-program.js';
import { CHROMIUM_PATH } from '../support/chromium.js';
import { Display } from '../support/display.js';
import { ROOT } from '../support/run-cli.js';

// A thread needs compiled code; the build comes before the tests.
vi.mock('../../src/node/camera/worker-url.js', () => ({
  CAMERA_WORKER_URL: new URL('../../dist/node/camera/camera-worker.js', import.meta.url),
}));

const CLIP = `${ROOT}samples/clip.mp4`;
const TITLE = '^affect-detect$';
const HAPPY = EXPRESSION_COLORS.happy.fill;

/** Least number of coloured pixels in a box and its label, in a window of about the camera's size. */
const BOX = 1500;

/** What must come may take its time. */
const PATIENTLY = { timeout: 60_000, interval: 200 };

/** Pixels of a colour, within what JPEG makes of it. */
function count({ data, width, height }: RgbImage, hex: string): number {
  const color = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  let found = 0;
  for (let at = 0; at < width * height * 3; at += 3) {
    if (color.every((value, c) => Math.abs(data[at + c] - value) < 24)) found++;
  }
  return found;
}

async function save({ data, width, height }: RgbImage, path: string): Promise<void> {
  const picture = sharp(data, { raw: { width, height, channels: 3 } });
  await picture.trim().png({ palette: true }).toFile(path);
}

describe.runIf(inject('programs').display)('affect-detect webcam in a window', () => {
  let display: Display;
  let folder: string;
  let program: ChildProcess;
  let closed: Promise<unknown>;
  let stderr = '';

  beforeAll(async () => {
    display = await Display.open(1400, 900);
  });
  afterAll(() => display?.close());
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'affect-detect-webcam-'));
    mkdirSync(join(folder, 'tmp'));
  });
  afterEach(async () => {
    program.kill('SIGKILL');
    await closed;
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  /** Start the command before a camera made of a clip; resolves when its window is there. */
  async function start(args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Promise<string> {
    stderr = '';
    program = spawn(process.execPath, [`${ROOT}dist/cli/main.js`, 'webcam', '--device', CLIP, ...args], {
      cwd: folder,
      env: {
        ...process.env,
        NO_COLOR: '1',
        CHROME_PATH: CHROMIUM_PATH,
        DISPLAY: display.name,
        TMPDIR: join(folder, 'tmp'),
        ...env,
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    closed = once(program, 'close');
    program.stderr!.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    return display.window(TITLE);
  }

  async function exitCode(): Promise<number | null> {
    await closed;
    return program.exitCode;
  }

  /** Wait until something is on the display. */
  async function see(check: (image: RgbImage) => void): Promise<RgbImage> {
    return vi.waitFor(async () => {
      const image = await display.screenshot();
      check(image);
      return image;
    }, PATIENTLY);
  }

  it('shows a box and a label over the face, does what keys ask for, and ends with 0 on q', async () => {
    const window = await start(['--csv', 'out.csv', '--snapshot', 'pictures']);
    const shown = await see((image) => expect(count(image, HAPPY)).toBeGreaterThan(BOX));
    const before = count(shown, HAPPY);
    display.press(window, 'b');
    display.press(window, 't');
    const full = await see((image) => expect(count(image, HAPPY)).toBeGreaterThan(before + 1500));
    // For docs/images/webcam.png: SCREENSHOT=docs/images/webcam.png npx vitest run --project window
    if (process.env.SCREENSHOT) await save(full, process.env.SCREENSHOT);
    display.press(window, 's');
    const pictures = () => readdirSync(join(folder, 'pictures')).filter((name) => name.endsWith('.png'));
    await vi.waitFor(() => expect(pictures()).toHaveLength(1), PATIENTLY);
    display.press(window, 'q');
    expect(await exitCode()).toBe(0);
    expect(stderr).toBe('affect-detect: what was recorded is in out.csv\n');
    const [header, first] = readFileSync(join(folder, 'out.csv'), 'utf8').split('\r\n');
    expect(first.split(',')[header.split(',').indexOf('expression')]).toBe('happy');
    const [picture] = pictures();
    expect(await sharp(join(folder, 'pictures', picture)).metadata()).toMatchObject({
      width: 1280,
      height: 720,
    });
  });

  it('ends with 0 when the window is closed, keeps what r recorded, and leaves nothing of the browser behind', async () => {
    const profiles = () => readdirSync(join(folder, 'tmp')).filter((name) => /^affect-detect-/.test(name));
    const window = await start();
    await see((image) => expect(count(image, HAPPY)).toBeGreaterThan(BOX));
    expect(profiles()).toHaveLength(1);
    display.press(window, 'r');
    const recorded = () => readdirSync(folder).filter((name) => /^webcam-.*\.csv(\.partial)?$/.test(name));
    const read = () => recorded().map((name) => readFileSync(join(folder, name), 'utf8'));
    await vi.waitFor(() => expect(read()).toEqual([expect.stringContaining(',happy,')]), PATIENTLY);
    // The browser's own key for closing a window.
    display.press(window, 'ctrl+w');
    expect(await exitCode()).toBe(0);
    expect(recorded()).toEqual([expect.stringMatching(/\.csv$/)]);
    expect(read()).toEqual([expect.stringContaining(',happy,')]);
    expect(profiles()).toEqual([]);
  });

  it('ends with 130 on Ctrl-C, and keeps what was recorded', async () => {
    await start(['--csv', 'out.csv']);
    await see((image) => expect(count(image, HAPPY)).toBeGreaterThan(BOX));
    program.kill('SIGINT');
    expect(await exitCode()).toBe(130);
    expect(existsSync(join(folder, 'out.csv'))).toBe(true);
  });

  it("shows the same in FFmpeg's player where there is no browser, and ends with 0 on its q", async (context) => {
    if (!(await findOnPath('ffplay'))) return context.skip();
    const window = await start([], { CHROME_PATH: '/nonexistent/chromium' });
    await see((image) => expect(count(image, HAPPY)).toBeGreaterThan(BOX));
    display.press(window, 'q');
    expect(await exitCode()).toBe(0);
  });
});
