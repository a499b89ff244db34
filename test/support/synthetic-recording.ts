import { EXPRESSIONS } from '../../src/core/expression/labels.js';
import { decide, nameProbabilities } from '../../src/core/expression/threshold.js';
import { TemporalSmoother } from '../../src/core/smoothing/temporal-smoother.js';
import type { Face, FrameResult } from '../../src/core/types.js';

export interface SyntheticOptions {
  /** Default 600. */
  readonly seconds?: number;
  /** Default 3. */
  readonly faces?: number;
  /** Default 10. */
  readonly framesPerSecond?: number;
  readonly source?: string;
  /** Default 1; each gives another recording. */
  readonly seed?: number;
  /** Added to the logit of happy, to tell one group from another. Default 0. */
  readonly cheer?: number;
}

/**
 * A made-up recording that looks like a real one: expressions that last for seconds and waver, faces that look away for
 * a while, and a pause of ten seconds in which the recording stood still. The same options give the same frames.
 */
export async function* syntheticRecording(options: SyntheticOptions = {}): AsyncGenerator<FrameResult> {
  const {
    seconds = 600,
    faces = 3,
    framesPerSecond = 10,
    source = 'synthetic.mp4',
    seed = 1,
    cheer = 0,
  } = options;
  const random = mulberry32(seed);
  const smoother = new TemporalSmoother();
  const people = Array.from({ length: faces }, (_, i) => new Person(i + 1, cheer, random));
  const pauseStart = seconds * 0.6;
  for (let frame = 0; frame < seconds * framesPerSecond; frame++) {
    const timestamp = frame / framesPerSecond;
    if (seconds > 60 && timestamp > pauseStart && timestamp < pauseStart + 10) continue;
    const seen = people.map((person) => person.look(timestamp, smoother)).filter((face) => face !== null);
    yield { schema: 1, source, width: 1280, height: 720, timestamp, faces: seen };
  }
}

class Person {
  #expression = 6;
  #until = 0;
  #awayUntil = 0;
  #nextAway: number;

  constructor(
    readonly trackId: number,
    readonly cheer: number,
    readonly random: () => number,
  ) {
    this.#nextAway = 15 + 60 * random();
  }

  /** @returns `null` while the face is out of view */
  look(time: number, smoother: TemporalSmoother): Face | null {
    if (time >= this.#nextAway) {
      this.#awayUntil = time + 1 + 8 * this.random();
      this.#nextAway = this.#awayUntil + 30 + 60 * this.random();
    }
    if (time < this.#awayUntil) return null;
    if (time >= this.#until) {
      this.#expression = this.#choose();
      this.#until = time + (this.#expression === 6 ? 4 : 1) * (0.5 + 3 * this.random());
    }
    const logits = EXPRESSIONS.map(
      (_, i) => (i === this.#expression ? 2.6 : 0) + (i === 3 ? this.cheer : 0) + 1.1 * (this.random() - 0.5),
    );
    const total = logits.reduce((sum, logit) => sum + Math.exp(logit), 0);
    const raw = Float32Array.from(logits, (logit) => Math.exp(logit) / total);
    const smoothed = smoother.update(this.trackId, raw, time);
    const x = 200 * this.trackId + 10 * Math.sin(time / 3);
    const point = (dx: number, dy: number) => [x + dx, 200 + dy] as const;
    return {
      trackId: this.trackId,
      box: { x, y: 200, width: 120, height: 150 },
      score: 0.9 + 0.1 * this.random(),
      keypoints: [point(35, 55), point(85, 55), point(60, 85), point(40, 115), point(80, 115)],
      ...decide(smoothed, 0.4),
      probabilities: nameProbabilities(smoothed),
      rawProbabilities: nameProbabilities(raw),
    };
  }

  /** Mostly neutral, often happy, the others now and then; each person has another favourite. */
  #choose(): number {
    const draw = this.random();
    if (draw < 0.4) return 6;
    if (draw < 0.6) return 3;
    if (draw < 0.75) return this.trackId % EXPRESSIONS.length;
    return Math.floor(this.random() * EXPRESSIONS.length);
  }
}

/** A small generator of random numbers in [0, 1) that can be repeated. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
