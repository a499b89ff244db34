/** Memory of a browser's processes, from Linux's own books. */
import { readdirSync, readFileSync } from 'node:fs';

/**
 * Memory that belongs to a browser, what its processes share counted by part, MB. The files of the program itself, which the
 * system takes out of memory and brings back as it likes, are left out.
 * @param profile folder that the browser was started with
 * @returns of the process that shows the page, and of all others
 */
export function memoryOf(profile) {
  let page = 0;
  let all = 0;
  for (const { id, command } of processesOf(profile)) {
    try {
      const rollup = readFileSync(`/proc/${id}/smaps_rollup`, 'utf8');
      const own = megabytes(rollup, 'Pss_Anon') + megabytes(rollup, 'Pss_Shmem');
      all += own;
      // A browser keeps empty pages in store; the one on show is the biggest.
      if (command.includes('--type=renderer')) page = Math.max(page, own);
    } catch {
      // A process that has just ended.
    }
  }
  return { pageMB: page, othersMB: all - page };
}

/** The browser's own process names the profile; of its children not all do. */
function processesOf(profile) {
  const processes = new Map();
  for (const id of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const command = readFileSync(`/proc/${id}/cmdline`, 'utf8');
      const parent = /^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${id}/status`, 'utf8'))[1];
      processes.set(id, { id, command, parent });
    } catch {
      // A process that has just ended.
    }
  }
  const isOurs = (process) =>
    process !== undefined && (process.command.includes(profile) || isOurs(processes.get(process.parent)));
  return [...processes.values()].filter(isOurs);
}

function megabytes(rollup, name) {
  return Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(rollup)[1]) / 1024;
}
