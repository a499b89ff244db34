import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/**
 * Whether programs of the system that a test needs are here; installs them where that may be done, as for Chromium.
 * @param isInstalled looks for them
 * @param packages Debian's names of the packages that have them
 * @throws if they are missing where all checks have to run
 */
export function ensureDebianPackages(isInstalled: () => boolean, packages: readonly string[]): boolean {
  if (process.platform !== 'linux') return false;
  if (!isInstalled() && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    spawnSync('apt-get', ['update', '-qq'], { stdio: 'ignore', env });
    const install = ['install', '-y', '-qq', '--no-install-recommends', ...packages];
    spawnSync('apt-get', install, { stdio: 'ignore', env });
  }
  if (isInstalled()) return true;
  if (process.env.CI) throw new Error(`these tests need ${packages.join(' and ')} (apt-get install)`);
  return false;
}
