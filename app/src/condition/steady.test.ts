import { expect, it } from 'vitest';
import { Steady } from './steady.js';

it('shows a value that has stayed, keeps it while others come and go, and takes it away at once', () => {
  const steady = new Steady<string>(1);
  expect(steady.update('a', 10)).toBeNull();
  expect(steady.update('a', 10.9)).toBeNull();
  expect(steady.update('a', 11)).toBe('a');
  expect(steady.update('b', 11.5)).toBe('a');
  expect(steady.update('a', 12)).toBe('a');
  expect(steady.update('b', 13)).toBe('a');
  expect(steady.update('b', 14)).toBe('b');
  expect(steady.update(null, 14.1)).toBeNull();
});
