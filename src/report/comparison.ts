import { EXPRESSIONS, type Expression } from '../core/expression/labels.js';
import { perExpression, perState, STATES, type State } from '../core/timeline/states.js';
import type { Recording } from './recording.js';
import { type MeanInterval, meanInterval } from './student-t.js';

/** What is drawn as one line or one bar of a comparison: a group of recordings, or one of them. */
interface ComparedGroup {
  readonly name: string;
  readonly recordings: readonly Recording[];
  /**
   * Mean over its recordings of the share of the time, and its interval; of a single recording, that within it.
   * `null` where no face was seen.
   */
  readonly timeShare: Readonly<Record<State, MeanInterval>> | null;
  /** Mean over its recordings of their mean valence; `null` where no face was seen. */
  readonly valence: MeanInterval | null;
  /** Mean over its recordings, each counted from its first frame. */
  readonly course: readonly ComparedBin[];
}

interface ComparedBin {
  /** Seconds from the start of a recording. */
  readonly start: number;
  /** Recordings that had a face then. */
  readonly recordings: number;
  readonly probabilities: Readonly<Record<Expression, MeanInterval>>;
}

export interface Comparison {
  /** Length of a slice, seconds. */
  readonly binSeconds: number;
  /** Length of the longest recording, seconds. */
  readonly seconds: number;
  /** Whether the recordings were put into groups; if not, each is one. */
  readonly isGrouped: boolean;
  readonly groups: readonly ComparedGroup[];
}

/** Slices of the longest recording: coarser than in a chart of its own, for the mean to be calm. */
const SLICES = 60;

/** Compare recordings by their groups, or one by one where they have none. Each recording counts alike. */
export function compare(recordings: readonly Recording[]): Comparison {
  const isGrouped = recordings.some(({ group }) => group !== null);
  const seconds = Math.max(0, ...recordings.map(({ course }) => course.seconds));
  const binSeconds = seconds / SLICES || 1;
  const groups = isGrouped
    ? [...byGroup(recordings)]
    : recordings.map((recording) => [recording.name, [recording]] as const);
  return {
    binSeconds,
    seconds,
    isGrouped,
    groups: groups.map(([name, members]) => toGroup(name, members, binSeconds)),
  };
}

function byGroup(recordings: readonly Recording[]): Map<string, Recording[]> {
  const groups = new Map<string, Recording[]>();
  for (const recording of recordings) {
    const name = recording.group ?? 'no group';
    const members = groups.get(name);
    if (members === undefined) groups.set(name, [recording]);
    else members.push(recording);
  }
  return groups;
}

function toGroup(name: string, recordings: readonly Recording[], binSeconds: number): ComparedGroup {
  const all = recordings.map(({ summary }) => summary.all).filter(({ faceSeconds }) => faceSeconds > 0);
  const shares = all.map(({ timeShare }) => timeShare).filter((share) => share !== null);
  const valences = all.map(({ meanValence }) => meanValence).filter((valence) => valence !== null);
  const within = all.length === 1 ? all[0].timeShareInterval95 : null;
  return {
    name,
    recordings,
    timeShare:
      shares.length === 0
        ? null
        : perState((i) => {
            const { mean, interval95 } = meanInterval(shares.map((share) => share[STATES[i]]));
            return { mean, interval95: within?.[STATES[i]] ?? clipped(interval95, 0) };
          }),
    valence: valences.length === 0 ? null : valenceInterval(valences),
    course: meanCourse(recordings, binSeconds),
  };
}

function meanCourse(recordings: readonly Recording[], binSeconds: number): ComparedBin[] {
  const resampled = recordings.map((recording) => resample(recording, binSeconds));
  const indexes = [...new Set(resampled.flatMap((slices) => [...slices.keys()]))].sort((a, b) => a - b);
  return indexes.map((index) => {
    const slices = resampled.map((each) => each.get(index)).filter((slice) => slice !== undefined);
    return {
      start: index * binSeconds,
      recordings: slices.length,
      probabilities: perExpression((i) => {
        const { mean, interval95 } = meanInterval(slices.map((slice) => slice[i]));
        return { mean, interval95: clipped(interval95, 0) };
      }),
    };
  });
}

/** The mean probabilities in longer slices, by the slice's number; in the order of EXPRESSIONS. */
function resample({ course }: Recording, binSeconds: number): Map<number, number[]> {
  const slices = new Map<number, { count: number; sums: number[] }>();
  for (const { start, probabilities } of course.all) {
    // The end of the longest recording belongs to its last slice.
    const index = Math.min(Math.floor((start + course.binSeconds / 2) / binSeconds), SLICES - 1);
    const slice = slices.get(index) ?? { count: 0, sums: EXPRESSIONS.map(() => 0) };
    slices.set(index, slice);
    slice.count++;
    for (const [i, expression] of EXPRESSIONS.entries()) slice.sums[i] += probabilities[expression];
  }
  return new Map([...slices].map(([index, { count, sums }]) => [index, sums.map((sum) => sum / count)]));
}

function valenceInterval(valences: readonly number[]): MeanInterval {
  const { mean, interval95 } = meanInterval(valences);
  return { mean, interval95: clipped(interval95, -1) };
}

/** @param least of the values that there can be; the greatest is 1 */
function clipped(interval: MeanInterval['interval95'], least: 0 | -1): MeanInterval['interval95'] {
  return interval === null ? null : [Math.max(least, interval[0]), Math.min(1, interval[1])];
}
