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

interface VideoProgressOptions {
  /** What is said of the whole run, given the share of this video that is read; empty where it is the only one. */
  readonly ofRun?: (share: number) => string;
  /** Whether a person watches stderr. */
  readonly isTerminal?: boolean;
}

/**
 * Begin to show progress.
 * @param name of the video
 * @param start of the part that is read, seconds
 * @param end of the part that is read, seconds; `null` where nobody knows
 */
export function showVideoProgress(
  name: string,
  start: number,
  end: number | null,
  { ofRun = () => '', isTerminal = process.stderr.isTTY }: VideoProgressOptions = {},
): VideoProgress {
  const meter = new Meter(start, end, ofRun);
  if (isTerminal) return showBar(meter, start, end);
  let nextLine = LINE_INTERVAL;
  return {
    update(timestamp) {
      meter.update(timestamp);
      if (meter.elapsed < nextLine) return;
      nextLine = meter.elapsed + LINE_INTERVAL;
      talk(`${name}: ${meter.position} | ${meter.speed()} | ${meter.left} left${meter.ofRun}`);
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
      end === null
        ? '{position} | {speed}{ofRun}'
        : '{bar} {percentage} % | {position} | {speed} | {left} left{ofRun}',
  };
  const bar = new SingleBar(options, Presets.shades_classic);
  const payload = () => ({
    position: meter.position,
    speed: meter.speed(),
    left: meter.left,
    ofRun: meter.ofRun,
  });
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
  readonly #ofRun: (share: number) => string;
  #frames = 0;
  #timestamp: number;

  constructor(start: number, end: number | null, ofRun: (share: number) => string) {
    this.#start = start;
    this.#end = end;
    this.#ofRun = ofRun;
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

  get ofRun(): string {
    const text = this.#ofRun(this.#end === null ? 0 : Math.min(1, this.seen / (this.#end - this.#start)));
    return text === '' ? '' : ` | ${text}`;
  }

  speed(): string {
    const { elapsed } = this;
    if (this.#frames === 0) return '-';
    return `${(this.#frames / elapsed).toFixed(1)} frames/s, ${(this.seen / elapsed).toFixed(1)} x real time`;
  }
}
