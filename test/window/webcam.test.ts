import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { EXPRESSION_COLORS, type RgbImage } from '../../src/core/index.js';
import { findOnPath } from '../../src/node/window/find-program.js';
import { CHROMIUM_PATH } from '../support/chromium.js';
import { canOpenDisplay, Display } from '../support/display.js';
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

describe.runIf(canOpenDisplay())('affect-detect webcam in a window', () => {
  let display: Display;
  let folder: string;
  let program: ChildProcess;
  let stderr = '';

  beforeAll(async () => {
    display = await Display.open(1400, 900);
  });
  afterAll(() => display?.close());
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'affect-detect-webcam-'));
  });
  afterEach(() => {
    program.kill('SIGKILL');
    rmSync(folder, { recursive: true });
  });

  /** Start the command before a camera made of a clip; resolves when its window is there. */
  async function start(args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Promise<string> {
    stderr = '';
    program = spawn(process.execPath, [`${ROOT}dist/cli/main.js`, 'webcam', '--device', CLIP, ...args], {
      cwd: folder,
      env: { ...process.env, NO_COLOR: '1', CHROME_PATH: CHROMIUM_PATH, DISPLAY: display.name, ...env },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    program.stderr!.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    return display.window(TITLE);
  }

  async function exitCode(): Promise<number | null> {
    if (program.exitCode === null) await once(program, 'exit');
    return program.exitCode;
  }

  /** Wait until something is on the display. */
  async function see(check: (image: RgbImage) => void): Promise<RgbImage> {
    return vi.waitFor(
      async () => {
        const image = await display.screenshot();
        check(image);
        return image;
      },
      { timeout: 30_000, interval: 200 },
    );
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
    await vi.waitFor(() => expect(readdirSync(join(folder, 'pictures'))).toHaveLength(1), {
      timeout: 20_000,
    });
    display.press(window, 'q');
    expect(await exitCode()).toBe(0);
    expect(stderr).toBe('affect-detect: what was recorded is in out.csv\n');
    const [header, first] = readFileSync(join(folder, 'out.csv'), 'utf8').split('\r\n');
    expect(first.split(',')[header.split(',').indexOf('expression')]).toBe('happy');
    const [picture] = readdirSync(join(folder, 'pictures'));
    expect(await sharp(join(folder, 'pictures', picture)).metadata()).toMatchObject({
      width: 1280,
      height: 720,
    });
  });

  it('ends with 0 when the window is closed, keeps what r recorded, and leaves nothing of the browser behind', async () => {
    const profiles = () => readdirSync(tmpdir()).filter((name) => name.startsWith('affect-detect-window-'));
    const others = profiles();
    const window = await start();
    await see((image) => expect(count(image, HAPPY)).toBeGreaterThan(BOX));
    display.press(window, 'r');
    const recorded = () => readdirSync(folder).filter((name) => /^webcam-.*\.csv(\.partial)?$/.test(name));
    await vi.waitFor(() => expect(recorded()).toHaveLength(1), { timeout: 20_000 });
    // The browser's own key for closing a window.
    display.press(window, 'ctrl+w');
    expect(await exitCode()).toBe(0);
    expect(recorded()).toEqual([expect.stringMatching(/\.csv$/)]);
    expect(readFileSync(join(folder, recorded()[0]), 'utf8')).toContain(',happy,');
    expect(profiles().filter((name) => !others.includes(name))).toEqual([]);
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
