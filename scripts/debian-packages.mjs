// Install programs that tests need, where that may be done: as root, with Debian's apt-get.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Waits for another apt-get to finish, and tries again what the network lost. */
const PATIENT = ['-qq', '-o', 'DPkg::Lock::Timeout=300', '-o', 'Acquire::Retries=3'];

/**
 * Install packages of Debian's, if that may be done here; the caller looks for what it wanted.
 * @param {readonly string[]} packages
 */
export function installDebianPackages(packages) {
  const isRoot = process.platform === 'linux' && process.getuid?.() === 0;
  if (!isRoot || !existsSync('/usr/bin/apt-get')) return;
  console.error(`affect-detect: installing ${packages.join(', ')} for the tests (apt-get install)`);
  const options = { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  spawnSync('apt-get', ['update', ...PATIENT], options);
  spawnSync('apt-get', ['install', '-y', ...PATIENT, '--no-install-recommends', ...packages], options);
}
