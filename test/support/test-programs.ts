import { spawnSync } from 'node:child_process';
import type { TestProject } from 'vitest/node';
import { installDebianPackages } from '../../scripts/debian-packages.mjs';

/** Debian's, which finds Debian's GStreamer; another one that is first on the PATH doesn't. */
export const PYTHON = '/usr/bin/python3';

const IMPORT_RTSP = 'import gi; gi.require_version("GstRtspServer", "1.0")';

/** Programs of the system that some tests need: how to find them, and Debian's packages that have them. */
const PROGRAMS = {
  /** A display without a screen, and somebody who presses keys. */
  display: {
    isInstalled: () => ['Xvfb', 'xdotool'].every((name) => runs('which', name)),
    packages: ['xvfb', 'xdotool'],
  },
  /** The other decoder, and a window where no browser is. */
  ffmpeg: {
    isInstalled: () => ['ffmpeg', 'ffplay'].every((name) => runs('which', name)),
    packages: ['ffmpeg'],
  },
  /** GStreamer's RTSP server. */
  rtsp: {
    isInstalled: () => runs(PYTHON, '-c', IMPORT_RTSP),
    packages: ['python3-gi', 'gir1.2-gst-rtsp-server-1.0'],
  },
};

declare module 'vitest' {
  interface ProvidedContext {
    /** Which programs of the system are here; whether FFmpeg is, the package itself finds out. */
    programs: Record<'display' | 'rtsp', boolean>;
  }
}

/**
 * Look for the programs before any test runs, so that only one process installs; tests `inject('programs')`.
 * @throws if one is missing where all checks have to run
 */
export default function setup({ provide }: TestProject): void {
  if (process.platform !== 'linux') {
    provide('programs', { display: false, rtsp: false });
    return;
  }
  const missing = () =>
    Object.values(PROGRAMS).flatMap(({ isInstalled, packages }) => (isInstalled() ? [] : packages));
  const packages = missing();
  if (packages.length > 0) installDebianPackages(packages);
  if (process.env.CI && missing().length > 0) {
    throw new Error(`these tests need ${missing().join(' and ')} (apt-get install)`);
  }
  const { display, rtsp } = PROGRAMS;
  provide('programs', { display: display.isInstalled(), rtsp: rtsp.isInstalled() });
}

function runs(program: string, ...args: string[]): boolean {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0;
}
