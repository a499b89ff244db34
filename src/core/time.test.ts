import { describe, expect, it } from 'vitest';
import { assertDuration, assertTimestamp } from './time.js';

describe('assertTimestamp', () => {
  it('accepts any finite time at first, negative ones too', () => {
    expect(() => assertTimestamp(-1, null, 'increasing')).not.toThrow();
  });

  it('accepts the same time twice only where it need not increase', () => {
    expect(() => assertTimestamp(2, 2, 'not decreasing')).not.toThrow();
    expect(() => assertTimestamp(2, 2, 'increasing')).toThrow(
      new RangeError('timestamp must be later than the one before (2), got 2'),
    );
  });

  it('refuses a time that goes backwards, and says from where to where', () => {
    expect(() => assertTimestamp(1.5, 2, 'not decreasing')).toThrow(
      new RangeError('timestamp must not be earlier than the one before (2), got 1.5'),
    );
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('refuses %s', (value) => {
    expect(() => assertTimestamp(value, null, 'increasing')).toThrow(RangeError);
  });

  it('refuses what is no number', () => {
    expect(() => assertTimestamp('1' as unknown as number, null, 'increasing')).toThrow(TypeError);
  });
});

describe('assertDuration', () => {
  it('accepts 0 and Infinity', () => {
    expect(() => assertDuration('maxAgeSeconds', 0)).not.toThrow();
    expect(() => assertDuration('maxAgeSeconds', Number.POSITIVE_INFINITY)).not.toThrow();
  });

  it.each([-1, Number.NaN])('refuses %s and names the field', (value) => {
    expect(() => assertDuration('maxAgeSeconds', value)).toThrow(
      new RangeError(`maxAgeSeconds must be at least 0 seconds, got ${value}`),
    );
  });
});
