import { EXPRESSIONS } from '../core/expression/labels.js';
import { ROUNDING_SECONDS } from '../core/time.js';
import { perExpression, STATES, stateIndex } from '../core/timeline/states.js';
import { Timeline } from '../core/timeline/timeline.js';
import { valence } from '../core/timeline/valence.js';
import type { Face, FrameResult } from '../core/types.js';
import type { CourseBin, Recording } from './recording.js';
import { type Bin, TimeBins } from './time-bins.js';

/** Slices of a chart at most; a chart has about as many pixels. */
const CAPACITY = 640;
/** Tracks whose course is kept beside those in view; the shortest go first. */
const MOST_TRACKS = 32;
/** As in a timeline: a longer pause between two frames is a gap, seconds. */
const MAX_GAP_SECONDS = 1;

const RAW = EXPRESSIONS.length;
const VALENCE = 2 * EXPRESSIONS.length;
const STATE = VALENCE + 1;
const COLUMNS = STATE + STATES.length;

interface Track {
  readonly bins: TimeBins;
  frames: number;
  lastFrame: number;
  stretch: number;
}

/** Sums up the frames of one recording for a report, in memory that doesn't grow with its length. */
export class RecordingBuilder {
  readonly #name: string;
  readonly #group: string | null;
  readonly #timeline = new Timeline({ maxGapSeconds: MAX_GAP_SECONDS });
  readonly #coverage = new TimeBins(1, CAPACITY);
  readonly #all = new TimeBins(COLUMNS, CAPACITY);
  readonly #tracks = new Map<number, Track>();
  #hasRaw = true;
  #origin = 0;
  #last = 0;
  #frame = 0;
  /** Rises where frames are missing. */
  #stretch = 0;

  constructor(name: string, group: string | null = null) {
    this.#name = name;
    this.#group = group;
  }

  /**
   * Take in the next frame.
   * @throws {TypeError} if the frame has no timestamp or a face has no track id, as in a still picture
   * @throws {RangeError} if the timestamp is not after the one before, or two faces share an id
   */
  append(result: FrameResult): void {
    this.#timeline.append(result);
    // The timeline has just refused a frame without one.
    const timestamp = result.timestamp as number;
    if (this.#frame === 0) this.#origin = timestamp;
    else if (timestamp - this.#last > MAX_GAP_SECONDS + ROUNDING_SECONDS) this.#stretch++;
    this.#last = timestamp;
    const time = timestamp - this.#origin;
    this.#coverage.add(time, [result.faces.length > 0 ? 1 : 0], this.#stretch);
    for (const face of result.faces) this.#see(face, time);
    this.#frame++;
    this.#dropShortTracks();
  }

  finish(): Recording {
    const summary = this.#timeline.summary();
    const { binSeconds } = this.#coverage;
    const toBins = (bins: TimeBins) =>
      linked(bins.read(binSeconds)).map((bin) => toCourseBin(bin, this.#hasRaw));
    const tracks = [...this.#tracks].sort(([a], [b]) => a - b);
    return {
      name: this.#name,
      group: this.#group,
      summary,
      course: {
        origin: this.#origin,
        seconds: this.#last - this.#origin,
        binSeconds,
        coverage: linked(this.#coverage.read()).map(({ start, means, afterGap }) => ({
          start,
          faceShare: means[0],
          afterGap,
        })),
        all: toBins(this.#all),
        tracks: tracks.map(([trackId, { bins }]) => ({ trackId, bins: toBins(bins) })),
      },
    };
  }

  #see(face: Face, time: number): void {
    const values = new Float64Array(COLUMNS);
    for (const [i, expression] of EXPRESSIONS.entries()) {
      values[i] = face.probabilities[expression];
      values[RAW + i] = face.rawProbabilities?.[expression] ?? 0;
    }
    if (face.rawProbabilities === undefined) this.#hasRaw = false;
    values[VALENCE] = valence(face.probabilities);
    values[STATE + stateIndex(face)] = 1;
    this.#all.add(time, values, this.#stretch);

    const trackId = face.trackId as number;
    let track = this.#tracks.get(trackId);
    if (track === undefined) {
      track = { bins: new TimeBins(COLUMNS, CAPACITY), frames: 0, lastFrame: -1, stretch: 0 };
      this.#tracks.set(trackId, track);
    }
    if (track.lastFrame !== this.#frame - 1) track.stretch++;
    track.bins.add(time, values, track.stretch + this.#stretch);
    track.lastFrame = this.#frame;
    track.frames++;
  }

  #dropShortTracks(): void {
    while (this.#tracks.size > MOST_TRACKS) {
      const outOfView = [...this.#tracks].filter(([, { lastFrame }]) => lastFrame < this.#frame - 1);
      if (outOfView.length === 0) return;
      const [shortest] = outOfView.reduce((a, b) => (b[1].frames < a[1].frames ? b : a));
      this.#tracks.delete(shortest);
    }
  }
}

/** Tell each bin whether it goes on from the one before. */
function linked(bins: readonly Bin[]): (Bin & { readonly afterGap: boolean })[] {
  return bins.map((bin, i) => ({
    ...bin,
    afterGap: i > 0 && bins[i - 1].lastStretch !== bin.firstStretch,
  }));
}

function toCourseBin(bin: Bin & { readonly afterGap: boolean }, hasRaw: boolean): CourseBin {
  const { start, means, afterGap } = bin;
  const states = means.slice(STATE);
  return {
    start,
    probabilities: perExpression((i) => means[i]),
    raw: hasRaw ? perExpression((i) => means[RAW + i]) : null,
    valence: means[VALENCE],
    state: STATES[states.indexOf(Math.max(...states))],
    afterGap,
  };
}
