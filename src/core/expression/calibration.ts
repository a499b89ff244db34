import type { Calibration } from '../model-card.js';
import { softmax } from './softmax.js';

/**
 * Rescale the seven expressions' logits so that the probabilities after softmax match how often the model is right.
 * @param calibration with a vector's numbers in the order of the logits (`calibrationOf`)
 * @see Guo et al. 2017, https://arxiv.org/abs/1706.04599 (temperature and vector scaling)
 * @see Balanya et al. 2022, https://arxiv.org/abs/2208.00461 (entropy-based temperature; theirs goes to 0 with the entropy,
 * so that sure answers become certain ones, this one stays within bounds)
 */
export function calibrateLogits(logits: ArrayLike<number>, calibration: Calibration): Float64Array {
  if (calibration.method === 'vector') {
    const { scale, bias } = calibration;
    return Float64Array.from(logits, (logit, k) => logit * scale[k] + bias[k]);
  }
  const temperature =
    calibration.method === 'temperature'
      ? calibration.temperature
      : Math.exp(calibration.weight * relativeEntropy(logits) + calibration.bias);
  return Float64Array.from(logits, (logit) => logit / temperature);
}

/** A calibration without the numbers of labels that are left out; `kept` are the places of those that stay. */
export function calibrationOf(kept: readonly number[], calibration: Calibration): Calibration {
  if (calibration.method !== 'vector') return calibration;
  const { method, scale, bias } = calibration;
  return { method, scale: kept.map((k) => scale[k]), bias: kept.map((k) => bias[k]) };
}

/** Entropy of the softmax over that of a uniform answer, 0 to 1. */
function relativeEntropy(logits: ArrayLike<number>): number {
  const entropy = softmax(logits).reduce((sum, p) => (p > 0 ? sum - p * Math.log(p) : sum), 0);
  return entropy / Math.log(logits.length);
}
