/**
 * Blur planes with a Gaussian, edges replicated.
 * @param planes n planes of height x width, one after the other
 * @param sigma standard deviation, pixels
 */
export function gaussianBlur(
  planes: Float32Array,
  width: number,
  height: number,
  sigma: number,
): Float32Array {
  const kernel = gaussianKernel(sigma);
  const radius = (kernel.length - 1) / 2;
  const stride = width * height;
  const across = new Float32Array(planes.length);
  const out = new Float32Array(planes.length);
  for (let start = 0; start < planes.length; start += stride) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        let sum = 0;
        for (let k = -radius; k <= radius; k++) {
          sum += kernel[k + radius] * planes[start + y * width + within(x + k, width)];
        }
        across[start + y * width + x] = sum;
      }
    }
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        let sum = 0;
        for (let k = -radius; k <= radius; k++) {
          sum += kernel[k + radius] * across[start + within(y + k, height) * width + x];
        }
        out[start + y * width + x] = sum;
      }
    }
  }
  return out;
}

/** Weights that sum to 1, out to three standard deviations. */
function gaussianKernel(sigma: number): Float64Array {
  const radius = Math.max(1, Math.ceil(3 * sigma));
  const kernel = Float64Array.from({ length: 2 * radius + 1 }, (_, i) =>
    Math.exp(-((i - radius) ** 2) / (2 * sigma ** 2)),
  );
  const sum = kernel.reduce((total, weight) => total + weight, 0);
  return kernel.map((weight) => weight / sum);
}

function within(index: number, length: number): number {
  return index < 0 ? 0 : index >= length ? length - 1 : index;
}
