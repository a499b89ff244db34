/** 97.5 % quantiles of Student's t distribution with 1 to 30 degrees of freedom. */
const QUANTILES = [
  12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.306, 2.2622, 2.2281, 2.201, 2.1788, 2.1604,
  2.1448, 2.1314, 2.1199, 2.1098, 2.1009, 2.093, 2.086, 2.0796, 2.0739, 2.0687, 2.0639, 2.0595, 2.0555,
  2.0518, 2.0484, 2.0452, 2.0423,
];

const Z = 1.959964;

/** A mean and its 95 % confidence interval. */
export interface MeanInterval {
  readonly mean: number;
  /** [low, high] by Student's t; `null` for a single value, or where all are equal and tell nothing of the spread. */
  readonly interval95: readonly [low: number, high: number] | null;
}

/**
 * The mean of independent values, as those of different recordings, and its 95 % confidence interval.
 * @param values at least one
 */
export function meanInterval(values: readonly number[]): MeanInterval {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  if (n < 2) return { mean, interval95: null };
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  if (variance === 0) return { mean, interval95: null };
  const half = quantile(n - 1) * Math.sqrt(variance / n);
  return { mean, interval95: [mean - half, mean + half] };
}

/** Beyond the table, the first terms of the expansion around the normal distribution (Cornish and Fisher). */
function quantile(degreesOfFreedom: number): number {
  return (
    QUANTILES[degreesOfFreedom - 1] ??
    Z +
      (Z ** 3 + Z) / (4 * degreesOfFreedom) +
      (5 * Z ** 5 + 16 * Z ** 3 + 3 * Z) / (96 * degreesOfFreedom ** 2)
  );
}
