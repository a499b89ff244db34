import { expect, it } from 'vitest';
import { SessionClock } from './session-clock.js';

it('tells the time by the frame that came with the least delay', () => {
  const clock = new SessionClock();
  expect(clock.at(100)).toBeNull();
  clock.add(0, 100.3);
  clock.add(1, 101.05);
  clock.add(2, 102.2);
  expect(clock.at(103.05)).toBeCloseTo(3, 6);
});
