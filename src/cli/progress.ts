import { type Options, Presets, SingleBar } from 'cli-progress';

/** Progress of long work, on stderr and only where a person watches. */
export interface Progress {
  /** Add to what is done. */
  update(done: number): void;
  stop(): void;
}

const SILENT: Progress = { update() {}, stop() {} };

/**
 * Begin a progress bar with speed and time left.
 * @param unit what is counted, in the plural
 * @param total how many there are
 */
export function createProgress(unit: string, total: number, { enabled = true } = {}): Progress {
  if (!enabled || !process.stderr.isTTY) return SILENT;
  const options: Options = {
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: true,
    format: `{bar} {percentage} % | {value}/{total} ${unit} | {speed}/s | {eta_formatted} left`,
  };
  const bar = new SingleBar(options, Presets.shades_classic);
  const started = performance.now();
  let value = 0;
  bar.start(total, 0, { speed: '-' });
  return {
    update(done) {
      value += done;
      const seconds = (performance.now() - started) / 1000;
      bar.update(Math.min(value, total), { speed: seconds > 0 ? (value / seconds).toFixed(1) : '-' });
    },
    stop: () => bar.stop(),
  };
}
