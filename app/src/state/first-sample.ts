import { SAMPLES } from '../samples.js';
import { openSample } from './source.js';

/** Show a sample when the page opens, so that it explains itself without a click. */
export function openFirstSample(id: string | null): void {
  openSample(SAMPLES.find((sample) => sample.id === id) ?? SAMPLES[0]);
}
