import { EXPRESSIONS, type Expression } from '../expression/labels.js';
import { assertThreshold, DEFAULT_THRESHOLD } from '../expression/threshold.js';
import { type ClassScore, classScores, macroF1 } from './class-scores.js';
import { type ReliabilityBin, ReliabilityDiagram } from './reliability-diagram.js';
import { wilsonInterval95 } from './wilson-interval.js';

/** Below this a probability is clipped in the log loss, so that one sure mistake doesn't make it infinite. */
const SMALLEST_PROBABILITY = 1e-15;

/** A float32 softmax may end just above 1. */
const LARGEST_PROBABILITY = 1 + 1e-5;

/** What a classifier did on labelled samples. Fractions, not per cent. */
export interface ClassificationSummary {
  /** Number of samples. */
  readonly n: number;
  /** Fraction of samples whose most probable expression is the true one. */
  readonly accuracy: number;
  /** 95 % Wilson score interval of the accuracy, [low, high]. */
  readonly interval95: readonly [low: number, high: number];
  /** Mean F1 over the expressions that occur as truth or as a prediction. */
  readonly macroF1: number;
  readonly perClass: Readonly<Record<Expression, ClassScore>>;
  /** Counts, 7 x 7: rows = true, columns = predicted, both in the order of `labels`. */
  readonly confusion: readonly (readonly number[])[];
  readonly labels: readonly Expression[];
  /** Mean negative natural logarithm of the true expression's probability, clipped at 1e-15. */
  readonly logLoss: number;
  /** Expected calibration error over 15 equal-width bins of the top probability. */
  readonly ece: number;
  /** Probability from which an expression is named; below it the answer is "uncertain". */
  readonly threshold: number;
  /** Fraction of samples whose expression is named. */
  readonly named: number;
  /** Accuracy among those; `null` where none is named. All other figures count every sample. */
  readonly accuracyNamed: number | null;
  /** The bins behind `ece`, lowest first. */
  readonly reliability: readonly ReliabilityBin[];
}

/** Accumulates predictions one at a time; memory doesn't grow with their number. */
export class ClassificationReport {
  readonly #threshold: number;
  readonly #confusion = EXPRESSIONS.map(() => EXPRESSIONS.map(() => 0));
  readonly #reliability = new ReliabilityDiagram();
  #n = 0;
  #correct = 0;
  #logLossSum = 0;
  #named = 0;
  #correctNamed = 0;

  /**
   * @param options.threshold probability from which an expression is named, default 0.40
   * @throws {RangeError} if the threshold is not between 0 and 1
   */
  constructor({ threshold = DEFAULT_THRESHOLD }: { threshold?: number } = {}) {
    assertThreshold(threshold);
    this.#threshold = threshold;
  }

  /** Number of samples so far. */
  get n(): number {
    return this.#n;
  }

  /**
   * Count one sample. The first of equal top probabilities is the prediction.
   * @param trueIndex index of the true expression in `EXPRESSIONS`
   * @param probabilities (7,), in the order of `EXPRESSIONS`
   * @throws {RangeError} if the index, the length or a probability is out of range; nothing is counted then
   */
  add(trueIndex: number, probabilities: Float32Array): void {
    if (!Number.isInteger(trueIndex) || trueIndex < 0 || trueIndex >= EXPRESSIONS.length) {
      throw new RangeError(
        `trueIndex must be a whole number from 0 to ${EXPRESSIONS.length - 1}, got ${trueIndex}`,
      );
    }
    const predictedIndex = mostProbable(probabilities);
    const correct = predictedIndex === trueIndex;
    this.#n += 1;
    this.#correct += correct ? 1 : 0;
    if (probabilities[predictedIndex] >= this.#threshold) {
      this.#named += 1;
      this.#correctNamed += correct ? 1 : 0;
    }
    this.#confusion[trueIndex][predictedIndex] += 1;
    this.#reliability.add(probabilities[predictedIndex], correct);
    this.#logLossSum -= Math.log(Math.min(1, Math.max(SMALLEST_PROBABILITY, probabilities[trueIndex])));
  }

  /**
   * The figures of all samples so far.
   * @throws {RangeError} if there are none: an accuracy of nothing doesn't exist
   */
  summary(): ClassificationSummary {
    if (this.#n === 0) {
      throw new RangeError('n must be at least 1, got 0: no sample was added');
    }
    const scores = classScores(this.#confusion);
    return {
      n: this.#n,
      accuracy: this.#correct / this.#n,
      interval95: wilsonInterval95(this.#correct, this.#n),
      macroF1: macroF1(this.#confusion),
      perClass: Object.fromEntries(
        EXPRESSIONS.map((expression, index) => [expression, scores[index]]),
      ) as Record<Expression, ClassScore>,
      confusion: this.#confusion.map((row) => [...row]),
      labels: EXPRESSIONS,
      logLoss: this.#logLossSum / this.#n,
      ece: this.#reliability.expectedCalibrationError(),
      threshold: this.#threshold,
      named: this.#named / this.#n,
      accuracyNamed: this.#named === 0 ? null : this.#correctNamed / this.#named,
      reliability: this.#reliability.bins(),
    };
  }
}

function mostProbable(probabilities: Float32Array): number {
  if (probabilities.length !== EXPRESSIONS.length) {
    throw new RangeError(`probabilities must have ${EXPRESSIONS.length} values, got ${probabilities.length}`);
  }
  let best = 0;
  for (let index = 0; index < probabilities.length; index++) {
    const probability = probabilities[index];
    if (!(probability >= 0 && probability <= LARGEST_PROBABILITY)) {
      throw new RangeError(`probabilities[${index}] must be between 0 and 1, got ${probability}`);
    }
    if (probability > probabilities[best]) best = index;
  }
  return best;
}
