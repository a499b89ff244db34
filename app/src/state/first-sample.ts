import { SAMPLES } from '../samples.js';
import { notice, openSample } from './source.js';

/**
 * Show a sample when the page opens, so that it explains itself without a click.
 * @param problems what the page's address asked for and can't be had
 */
export function openFirstSample(id: string | null, problems: readonly string[]): void {
  openSample(SAMPLES.find((sample) => sample.id === id) ?? SAMPLES[0]);
  if (problems.length > 0) notice.value = problems.join(' ');
}
