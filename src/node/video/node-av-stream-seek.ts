import { AV_PKT_FLAG_KEY, AVFMT_NOTIMESTAMPS, AVSEEK_FLAG_BACKWARD } from 'node-av/constants';
import type { FormatContext, Packet, Stream } from 'node-av/lib';
import { isRtsp, originOf } from './node-av-stream.js';

/** How far before the wanted time the second seek goes, seconds; each after it twice as far. */
const FIRST_STEP = 2;

/** A file's first packet may be due by so much before its first frame, seconds. */
const LEAD = 10;

/**
 * Begins to read a stream at a time in its middle. Some demuxers seek to any packet, but nothing before the next key frame
 * can be decoded: then reading begins again, further back.
 */
export class StreamSeek {
  readonly #format: FormatContext;
  readonly #source: Stream;
  readonly #time: number;
  /** How far before the time the last seek went, seconds; `null` when reading began at the start of the file. */
  #back: number | null = null;
  #awaitsKeyframe = false;

  /** @param time seconds from the start of the file */
  constructor(format: FormatContext, source: Stream, time: number) {
    this.#format = format;
    this.#source = source;
    this.#time = time;
    // Without times in the file, as where seeking fails, everything before is decoded and left out.
    const hasTimes = ((format.iformat?.flags ?? 0) & AVFMT_NOTIMESTAMPS) === 0;
    if (time > 0 && hasTimes) this.#seek(0);
  }

  /** Whether a packet comes before what can be decoded; some decoders would make pictures of it all the same. */
  skips({ flags }: Packet): boolean {
    this.#awaitsKeyframe &&= (flags & AV_PKT_FLAG_KEY) === 0;
    return this.#awaitsKeyframe;
  }

  /**
   * Begin further back, if need be.
   * @param firstTime of the first frame that was decoded, seconds; `null` if it has none, or there is no frame
   * @returns false if what was read is right, or there is nothing before
   */
  beginEarlier(firstTime: number | null): boolean {
    const isEarlyEnough = firstTime !== null && firstTime <= this.#time;
    if (this.#back === null || isEarlyEnough) return false;
    return this.#seek(this.#back === 0 ? FIRST_STEP : 2 * this.#back);
  }

  #seek(back: number): boolean {
    const isStart = back >= this.#time;
    const time = originOf(this.#format) + (isStart ? -LEAD : this.#time - back);
    const { num, den } = this.#source.timeBase;
    const target = BigInt(Math.floor((time * den) / num));
    const flags = isStart ? undefined : AVSEEK_FLAG_BACKWARD;
    const isDone = this.#format.seekFrameSync(this.#source.index, target, flags) >= 0;
    // An RTSP server looks for the key frame by itself.
    this.#back = isStart || !isDone || isRtsp(this.#format) ? null : back;
    this.#awaitsKeyframe = this.#back !== null;
    return isDone;
  }
}
