/** How well one class was told from the others; fractions. */
export interface ClassScore {
  /** Of the samples that were predicted as this class, the fraction that was; 0 where none was predicted. */
  readonly precision: number;
  /** Of the samples of this class, the fraction that was found; 0 where there are none. */
  readonly recall: number;
  /** Harmonic mean of precision and recall; 0 where both are. */
  readonly f1: number;
  /** Number of samples of this class. */
  readonly support: number;
}

/**
 * Precision, recall and F1 of every class. What is 0 / 0 is 0, as scikit-learn's `zero_division=0` has it.
 * @param confusion square, rows = true class, columns = predicted class, counts
 * @returns a score for each row, in order
 */
export function classScores(confusion: readonly (readonly number[])[]): ClassScore[] {
  return confusion.map((row, index) => {
    const hits = row[index];
    const support = row.reduce((sum, count) => sum + count, 0);
    const predicted = confusion.reduce((sum, other) => sum + other[index], 0);
    return {
      precision: ratio(hits, predicted),
      recall: ratio(hits, support),
      f1: ratio(2 * hits, support + predicted),
      support,
    };
  });
}

/**
 * Mean F1 over the classes that occur, as truth or as a prediction. A class that does neither has no F1, and counting
 * it as 0 would punish a data set for the expressions that it lacks (scikit-learn's `f1_score` does the same).
 * @param confusion square, rows = true class, columns = predicted class, counts
 * @returns 0 to 1; 0 for an empty matrix
 */
export function macroF1(confusion: readonly (readonly number[])[]): number {
  const occurring = classScores(confusion).filter(
    ({ support }, index) => support > 0 || confusion.some((row) => row[index] > 0),
  );
  return ratio(
    occurring.reduce((sum, { f1 }) => sum + f1, 0),
    occurring.length,
  );
}

function ratio(numerator: number, denominator: number): number {
  return denominator === 0 ? 0 : numerator / denominator;
}
