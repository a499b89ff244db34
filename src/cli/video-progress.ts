import { type Options, Presets, SingleBar } from 'cli-progress';
import { seconds } from './format/seconds.js';
import { talk } from './io.js';

/** Shows on stderr how far a video was read: as a bar where a person watches, otherwise as a line now and then. */
export interface VideoProgress {
  /** Take note of another frame. */
  update(timestamp: number): void;
  /** How fast it went, for the end. */
  speed(): string;
  stop(): void;
}

/** Time between two lines where nobody watches, seconds. */
const LINE_INTERVAL = 10;

/**
 * Begin to show progress.
 * @param name of the video
 * @param start of the part that is read, seconds
 * @param end of the part that is read, seconds; `null` where nobody knows
 * @param isTerminal whether a person watches stderr
 */
export function showVideoProgress(
  name: string,
  start: number,
  end: number | null,
  isTerminal = process.stderr.isTTY,
): VideoProgress {
  const meter = new Meter(start, end);
  if (isTerminal) return showBar(meter, start, end);
  let nextLine = LINE_INTERVAL;
  return {
    update(timestamp) {
      meter.update(timestamp);
      if (meter.elapsed < nextLine) return;
      nextLine = meter.elapsed + LINE_INTERVAL;
      talk(`${name}: ${meter.position} | ${meter.speed()} | ${meter.left} left`);
    },
    speed: () => meter.speed(),
    stop() {},
  };
}

function showBar(meter: Meter, start: number, end: number | null): VideoProgress {
  const options: Options = {
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: true,
    format:
      end === null ? '{position} | {speed}' : '{bar} {percentage} % | {position} | {speed} | {left} left',
  };
  const bar = new SingleBar(options, Presets.shades_classic);
  const payload = () => ({ position: meter.position, speed: meter.speed(), left: meter.left });
  bar.start((end ?? 1) - start, 0, payload());
  return {
    update(timestamp) {
      meter.update(timestamp);
      bar.update(Math.min(meter.seen, bar.getTotal()), payload());
    },
    speed: () => meter.speed(),
    stop: () => bar.stop(),
  };
}

/** Counts frames and seconds. */
class Meter {
  readonly #started = performance.now();
  readonly #start: number;
  readonly #end: number | null;
  #frames = 0;
  #timestamp: number;

  constructor(start: number, end: number | null) {
    this.#start = start;
    this.#end = end;
    this.#timestamp = start;
  }

  update(timestamp: number): void {
    this.#frames++;
    this.#timestamp = timestamp;
  }

  /** Seconds since the beginning of the work. */
  get elapsed(): number {
    return (performance.now() - this.#started) / 1000;
  }

  /** Seconds of video that were read. */
  get seen(): number {
    return this.#timestamp - this.#start;
  }

  get position(): string {
    return this.#end === null
      ? seconds(this.#timestamp)
      : `${seconds(this.#timestamp)} of ${seconds(this.#end)}`;
  }

  get left(): string {
    if (this.#end === null || this.seen <= 0) return '-';
    return seconds(Math.max(0, ((this.#end - this.#timestamp) / this.seen) * this.elapsed));
  }

  speed(): string {
    const { elapsed } = this;
    if (this.#frames === 0) return '-';
    return `${(this.#frames / elapsed).toFixed(1)} frames/s, ${(this.seen / elapsed).toFixed(1)} x real time`;
  }
}
