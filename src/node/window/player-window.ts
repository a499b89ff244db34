import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { findOnPath } from './find-program.js';
import { type LiveWindow, WindowUnavailableError } from './live-window.js';

/** FFmpeg's player, showing JPEGs from its standard input; it leaves on `q`. */
const FFPLAY = 'ffplay';
const ARGUMENTS = [
  ...['-loglevel', 'quiet', '-window_title', 'affect-detect', '-fflags', 'nobuffer', '-flags', 'low_delay'],
  // All pictures are due at once: the newest is shown.
  ...['-f', 'mjpeg', '-vf', 'setpts=0', '-i', 'pipe:0'],
];

/** A player that finds no display leaves within this time, milliseconds. */
const EARLY_EXIT_MS = 500;

/**
 * Open a window of FFmpeg's player.
 * @throws {WindowUnavailableError} if it isn't installed, or can't open a window
 */
export async function openPlayerWindow(): Promise<LiveWindow> {
  const path = await findOnPath(FFPLAY);
  if (!path) throw new WindowUnavailableError(`there is no ${FFPLAY}`);
  const child = spawn(path, ARGUMENTS, {
    stdio: ['pipe', 'ignore', 'ignore'],
    // A group of its own, so that Ctrl-C in the terminal ends us first, and we end the player.
    detached: process.platform !== 'win32',
  });
  const closed = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  // A pipe that breaks means that the player was closed, which `closed` tells.
  child.stdin.on('error', () => {});
  const isGone = await Promise.race([closed.then(() => true), sleep(EARLY_EXIT_MS, false)]);
  if (isGone) throw new WindowUnavailableError(`${FFPLAY} opened no window`);
  return {
    hasKeys: false,
    async show(jpeg) {
      if (child.stdin.destroyed || child.stdin.write(jpeg)) return;
      await Promise.race([once(child.stdin, 'drain').catch(() => {}), closed]);
    },
    closed,
    async close() {
      child.kill();
      await closed;
    },
  };
}
