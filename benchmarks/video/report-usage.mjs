/**
 * Loaded in front of a program (`node --import`): says at its end how much memory and processor time it took, and how much
 * memory it held over time.
 */
import { writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

/** Between two looks at the memory, milliseconds. */
const INTERVAL = 500;

if (isMainThread) {
  /** [seconds since the start, MB held]. */
  const memory = [];
  const look = () => memory.push([performance.now() / 1000, process.memoryUsage.rss() / 2 ** 20]);
  setInterval(look, INTERVAL).unref();
  process.on('exit', () => {
    look();
    const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
    const usage = { peakMB: maxRSS / 1024, cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, memory };
    writeFileSync(process.env.USAGE_FILE, JSON.stringify(usage));
  });
}
