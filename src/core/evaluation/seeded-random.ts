/**
 * Pseudo-random numbers that are the same on every machine (mulberry32, by Tommy Ettinger).
 * @param seed a whole number
 * @returns a function that gives the next number from 0 to 1, 1 excluded
 */
export function seededRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
