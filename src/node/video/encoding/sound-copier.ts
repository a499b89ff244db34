import { AV_NOPTS_VALUE, AVFMT_TS_NONSTRICT, AVMEDIA_TYPE_AUDIO } from 'node-av/constants';
import { type FormatContext, Packet, type Stream } from 'node-av/lib';
import type { MediaAddress } from '../media-address.js';
import { openFormat, originOf } from '../node-av-stream.js';
import { JUMP } from '../timestamps.js';
import type { EncodeJob } from './encode-job.js';

/** Takes the sound of a video into another one, packet by packet and as it is. */
export class SoundCopier {
  readonly #input: FormatContext;
  readonly #source: Stream | null;
  readonly #packet = new Packet();
  /** What is taken off the source's times, seconds. */
  readonly #offset: number;
  readonly #start: number;
  readonly #end: number;
  /** Packets before this time are left out, seconds. */
  readonly #firstTime: number;
  /** What is added to the source's times since the last jump, in its ticks. */
  #shift = 0n;
  /** When the last packet of sound began and ended, shifted, in the source's ticks. */
  #last: { readonly time: bigint; readonly end: bigint } | null = null;
  /** The decoding time that was written last, in the output's ticks. */
  #lastWritten: bigint | null = null;
  #output: { readonly format: FormatContext; readonly stream: Stream } | null = null;
  /** Whether `#packet` holds one that is to be written. */
  #isWaiting = false;
  #isOver = false;

  /** @throws {UndecodableError} if the source can't be opened */
  constructor(source: MediaAddress, { container, start, end }: EncodeJob) {
    this.#input = openFormat(source);
    const index = this.#input.findBestStream(AVMEDIA_TYPE_AUDIO);
    this.#source = index < 0 ? null : this.#input.streams[index];
    this.#offset = originOf(this.#input) + start;
    this.#start = start;
    this.#end = end;
    // A packet before the start of a whole AAC stream prepares the decoder and isn't heard. Matroska would move all
    // times to make room for it.
    this.#firstTime = start === 0 && container !== 'matroska' ? Number.NEGATIVE_INFINITY : start;
    this.#packet.alloc();
  }

  /** The source, for what it says of its pictures. */
  get input(): FormatContext {
    return this.#input;
  }

  /** Name of the sound's codec; `null` where there is no sound. */
  get codecId(): number | null {
    return this.#source?.codecpar.codecId ?? null;
  }

  /** Add the stream to a file whose header is not written yet. */
  addTo(format: FormatContext): void {
    if (this.#source === null) return;
    const stream = format.newStream();
    this.#source.codecpar.copy(stream.codecpar);
    // Each container has a tag of its own for the same codec.
    stream.codecpar.codecTag = 0;
    stream.timeBase = this.#source.timeBase;
    this.#output = { format, stream };
  }

  /**
   * Write all sound up to a time.
   * @param until seconds from the start of the written video
   * @returns FFmpeg's status, negative if the file can't be written
   */
  copyUntil(until: number): number {
    if (this.#source === null || this.#output === null) return 0;
    const { num, den } = this.#source.timeBase;
    while (!this.#isOver) {
      if (!this.#isWaiting && !this.#readNext()) break;
      if ((Number(this.#packet.pts) * num) / den - this.#offset > until) break;
      this.#isWaiting = false;
      const { format, stream } = this.#output;
      const ticks = BigInt(Math.round((this.#offset * den) / num));
      this.#packet.pts -= ticks;
      if (this.#packet.dts !== AV_NOPTS_VALUE) this.#packet.dts -= ticks;
      this.#packet.streamIndex = stream.index;
      this.#packet.rescaleTs(this.#source.timeBase, stream.timeBase);
      this.#keepApart(format);
      const status = format.interleavedWriteFrameSync(this.#packet);
      if (status < 0) return status;
    }
    return 0;
  }

  /** Read up to the next packet of sound in the part that is kept. */
  #readNext(): boolean {
    const { num, den } = this.#source!.timeBase;
    for (;;) {
      this.#packet.unref();
      // Where the source breaks off, so does the sound.
      if (this.#input.readFrameSync(this.#packet) < 0) break;
      if (this.#packet.streamIndex !== this.#source!.index || this.#packet.pts === AV_NOPTS_VALUE) continue;
      if (!this.#putInOrder(den / num)) continue;
      const time = (Number(this.#packet.pts) * num) / den - this.#offset + this.#start;
      if (time >= this.#end) break;
      if (time < this.#firstTime) continue;
      this.#isWaiting = true;
      return true;
    }
    this.#isOver = true;
    return false;
  }

  /**
   * Let the packet's times go on from those before it: where recordings were joined, the source's step back.
   * @param tickRate of the source
   * @returns false for sound whose place is taken
   */
  #putInOrder(tickRate: number): boolean {
    const { pts, dts, duration } = this.#packet;
    const last = this.#last;
    let time = (dts === AV_NOPTS_VALUE ? pts : dts) + this.#shift;
    if (last !== null && Number(last.time - time) / tickRate > JUMP) {
      this.#shift += last.end - time;
      time = last.end;
    }
    if (last !== null && time < last.time) return false;
    this.#last = { time, end: time + duration };
    this.#packet.pts += this.#shift;
    if (dts !== AV_NOPTS_VALUE) this.#packet.dts = time;
    return true;
  }

  /** Most containers refuse two packets at the same time, but a source with a coarse clock has some. */
  #keepApart({ oformat }: FormatContext): void {
    const { pts, dts } = this.#packet;
    if (dts === AV_NOPTS_VALUE) return;
    const mayBeEqual = oformat !== null && (oformat.flags & AVFMT_TS_NONSTRICT) !== 0;
    const least = this.#lastWritten === null ? dts : this.#lastWritten + (mayBeEqual ? 0n : 1n);
    this.#lastWritten = dts > least ? dts : least;
    this.#packet.dts = this.#lastWritten;
    if (pts < this.#lastWritten) this.#packet.pts = this.#lastWritten;
  }

  free(): void {
    this.#packet.free();
    this.#input.closeInputSync();
  }
}
