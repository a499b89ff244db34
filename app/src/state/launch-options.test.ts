import { describe, expect, it } from 'vitest';
import { parseLaunchOptions } from './launch-options.js';

describe('parseLaunchOptions', () => {
  it('leaves everything to the page where the address says nothing', () => {
    expect(parseLaunchOptions('')).toEqual({
      threshold: null,
      load: {},
      sample: null,
      study: null,
      problems: [],
    });
  });

  it('reads what affect-detect serve puts there', () => {
    const search = '?threshold=0.5&labels=fer2013&threads=2&model=models%2Fa%2F&detector=b&backend=wasm';
    expect(parseLaunchOptions(search)).toEqual({
      threshold: 0.5,
      load: { labels: 'fer2013', threads: 2, model: 'models/a/', detector: 'b', backend: 'wasm' },
      sample: null,
      study: null,
      problems: [],
    });
  });

  it.each([
    ['threshold', ['0', '1', '0.40'], ['', ' ', '-0.1', '1.01', 'half', 'NaN']],
    ['threads', ['1', '16'], ['0', '-1', '1.5', 'many', '']],
    ['backend', ['auto', 'wasm', 'webgpu'], ['native', '']],
  ])('takes sensible values of %s, and says of others that it does not', (name, good, bad) => {
    for (const value of good) expect(parseLaunchOptions(`?${name}=${value}`).problems).toEqual([]);
    for (const value of bad) {
      const { threshold, load, problems } = parseLaunchOptions(`?${name}=${encodeURIComponent(value)}`);
      expect([threshold, load.threads, load.backend]).toEqual([null, undefined, undefined]);
      expect(problems).toEqual([expect.stringContaining(`${name} in the address must be`)]);
      expect(problems[0]).toContain(`“${value}”`);
    }
  });
});
