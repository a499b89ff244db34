export function quantile(numbers, share) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const at = share * (sorted.length - 1);
  const low = Math.floor(at);
  return sorted[low] + (at - low) * (sorted[Math.ceil(at)] - sorted[low]);
}

export const median = (numbers) => quantile(numbers, 0.5);
export const mean = (numbers) => numbers.reduce((sum, value) => sum + value, 0) / numbers.length;

/** Median, least and most. */
export function range(numbers) {
  return { median: median(numbers), lowest: Math.min(...numbers), highest: Math.max(...numbers) };
}

/** `812 (774 to 1010)`: median, least and most. */
export function spread(numbers, digits = 0) {
  return describeRange(range(numbers), digits);
}

export function describeRange({ median, lowest, highest }, digits = 0) {
  return `${median.toFixed(digits)} (${lowest.toFixed(digits)} to ${highest.toFixed(digits)})`;
}
