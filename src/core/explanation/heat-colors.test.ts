import { describe, expect, it } from 'vitest';
import { heatColor, heatImage } from './heat-colors.js';

const luma = ([red, green, blue]: readonly number[]) => 0.2126 * red + 0.7152 * green + 0.0722 * blue;
const image = (...values: number[]) =>
  heatImage({ values: Float32Array.from(values), width: values.length, height: 1 }).data;

describe('heatColor', () => {
  it('grows lighter from none to all, and stays within its ends', () => {
    const steps = Array.from({ length: 21 }, (_, i) => luma(heatColor(i / 20)));
    for (let i = 1; i < steps.length; i++) expect(steps[i]).toBeGreaterThan(steps[i - 1]);
    expect(heatColor(-1)).toEqual(heatColor(0));
    expect(heatColor(2)).toEqual(heatColor(1));
  });
});

describe('heatImage', () => {
  it('is clear where hiding changed nothing or helped, and brightest at the largest value', () => {
    const data = image(-3, 0, 1, 2);
    expect([data[3], data[7]]).toEqual([0, 0]);
    expect(data[11]).toBeGreaterThan(0);
    expect(data[15]).toBeGreaterThan(data[11]);
    expect([...data.subarray(12, 15)]).toEqual(heatColor(1));
  });

  it('does not blow noise up to the brightest colour', () => {
    const data = image(0.001, 0.002);
    expect(data[7]).toBeLessThan(10);
  });
});
