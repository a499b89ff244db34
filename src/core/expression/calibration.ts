import type { Calibration } from '../model-card.js';

/**
 * Rescale logits so that the probabilities after softmax match how often the model is right.
 * @see Guo et al. 2017, https://arxiv.org/abs/1706.04599 (temperature and vector scaling)
 */
export function calibrateLogits(logits: ArrayLike<number>, calibration: Calibration): Float64Array {
  return Float64Array.from(logits, (logit, k) =>
    calibration.method === 'temperature'
      ? logit / calibration.temperature
      : logit * calibration.scale[k] + calibration.bias[k],
  );
}
