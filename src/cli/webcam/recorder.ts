import type { Frame, FrameResult } from '../../core/index.js';
import { endSinks, type FrameSink, openCsvSink } from '../frame-sinks.js';
import { stampedName } from './stamped-name.js';

/** Writes results into files, as long as it isn't paused. What was written is kept however the camera ends. */
export class Recorder {
  readonly #sinks: FrameSink[];
  readonly #files: string[];
  #isRecording: boolean;
  #frame = 0;

  /**
   * @param sinks that were asked for; recording begins at once where there are any
   * @param files that they write
   */
  constructor(sinks: readonly FrameSink[], files: readonly string[]) {
    this.#sinks = [...sinks];
    this.#files = [...files];
    this.#isRecording = sinks.length > 0;
  }

  /** The files that are written. */
  get files(): readonly string[] {
    return this.#files;
  }

  get isRecording(): boolean {
    return this.#isRecording;
  }

  /**
   * Pause, or go on; where no file was asked for, the first call begins one in this folder.
   * @returns what to tell the user
   * @throws {OutputError} if the file can't be written
   */
  async toggle(): Promise<string> {
    this.#isRecording = !this.#isRecording;
    if (this.#sinks.length === 0) {
      const path = stampedName('csv');
      this.#sinks.push(await openCsvSink(path));
      this.#files.push(path);
      return `Recording to ${path}`;
    }
    return this.#isRecording ? 'Recording' : 'Recording paused';
  }

  /** Frames are counted also while nothing is recorded, so that a pause can be told from the table. */
  async write(result: FrameResult, picture: Frame): Promise<void> {
    const frame = this.#frame++;
    if (!this.#isRecording) return;
    for (const sink of this.#sinks) await sink.write(result, frame, picture);
  }

  /** A camera has no natural end, so what there is, is all: every file gets its name. */
  async finish(): Promise<void> {
    await endSinks(this.#sinks, true);
  }
}
