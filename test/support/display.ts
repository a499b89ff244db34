import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RgbImage } from '../../src/core/index.js';
import { openCameraThread } from '../../src/node/camera/camera-thread.js';

/** A display without a screen. */
export class Display {
  /** Its name, as in the environment's DISPLAY. */
  readonly name: string;
  readonly #server: ChildProcess;

  private constructor(name: string, server: ChildProcess) {
    this.name = name;
    this.#server = server;
  }

  static async open(width: number, height: number): Promise<Display> {
    // It takes the first free number, and says which on the descriptor 3.
    const server = spawn(
      'Xvfb',
      ['-displayfd', '3', '-screen', '0', `${width}x${height}x24`, '-nolisten', 'tcp'],
      {
        stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
      },
    );
    for await (const number of createInterface(server.stdio[3] as Readable)) {
      return new Display(`:${number}`, server);
    }
    throw new Error('Xvfb did not start');
  }

  /** Wait for a window by its title. */
  async window(title: string): Promise<string> {
    for (let i = 0; i < 600; i++) {
      const found = spawnSync('xdotool', ['search', '--onlyvisible', '--name', title], { env: this.#env });
      const id = found.stdout.toString().trim().split('\n').at(-1);
      if (id) return id;
      await sleep(100);
    }
    throw new Error(`no window ${title} appeared`);
  }

  press(window: string, key: string): void {
    execFileSync('xdotool', ['key', '--window', window, key], { env: this.#env, stdio: 'ignore' });
  }

  /** What is on it now. */
  async screenshot(): Promise<RgbImage> {
    const input = { format: 'x11grab', url: this.name, options: { draw_mouse: '0' } };
    const feed = await openCameraThread([input], 10_000);
    try {
      const { data } = (await feed.next())!;
      return { data: data.slice(), width: feed.size.imageWidth, height: feed.size.imageHeight, channels: 3 };
    } finally {
      await feed.stop();
    }
  }

  get #env(): NodeJS.ProcessEnv {
    return { ...process.env, DISPLAY: this.name };
  }

  close(): void {
    this.#server.kill();
  }
}
