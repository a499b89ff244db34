/** Two-sided 95 % quantile of the standard normal distribution. */
const Z95 = 1.959963984540054;

/**
 * 95 % confidence interval of a proportion by Wilson's score method, which stays inside [0, 1] and keeps its
 * coverage near 0 and 1, where the normal approximation doesn't.
 * @param successes whole number, 0 to `n`
 * @param n whole number of trials, at least 1
 * @returns [low, high], fractions; always contains `successes / n`
 * @throws {RangeError} if a count is outside its range
 * @see Wilson 1927, https://doi.org/10.1080/01621459.1927.10502953
 */
export function wilsonInterval95(successes: number, n: number): readonly [low: number, high: number] {
  if (!Number.isInteger(n) || n < 1) {
    throw new RangeError(`n must be a whole number, at least 1, got ${n}`);
  }
  if (!Number.isInteger(successes) || successes < 0 || successes > n) {
    throw new RangeError(`successes must be a whole number from 0 to ${n}, got ${successes}`);
  }
  const proportion = successes / n;
  const z2 = Z95 * Z95;
  const denominator = 1 + z2 / n;
  const centre = (proportion + z2 / (2 * n)) / denominator;
  const halfWidth = (Z95 * Math.sqrt((proportion * (1 - proportion)) / n + z2 / (4 * n * n))) / denominator;
  // At 0 and n successes one end equals the proportion; rounding would put it a bit to the wrong side.
  return [
    Math.max(0, Math.min(proportion, centre - halfWidth)),
    Math.min(1, Math.max(proportion, centre + halfWidth)),
  ];
}
