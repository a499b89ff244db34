import { expect, test } from 'vitest';
import type { Cue } from './cue-collector.js';
import { formatSrt, formatVtt } from './format-cues.js';

const CUES: Cue[] = [
  { start: 0, end: 1.5, trackId: 1, expression: 'happy' },
  { start: 3723.0456, end: 3724.9996, trackId: 1, expression: 'surprise' },
];

test('SubRip numbers its cues and has a comma before the milliseconds', () => {
  expect(formatSrt(CUES)).toBe(
    '1\n00:00:00,000 --> 00:00:01,500\nHappy\n\n2\n01:02:03,046 --> 01:02:05,000\nSurprise\n\n',
  );
});

test('WebVTT has a header, and faces are numbered where there are several', () => {
  expect(formatVtt([CUES[0], { ...CUES[1], trackId: 4 }])).toBe(
    'WEBVTT\n\n00:00:00.000 --> 00:00:01.500\nFace 1: Happy\n\n01:02:03.046 --> 01:02:05.000\nFace 4: Surprise\n\n',
  );
});

test('nothing to say is a valid file', () => {
  expect(formatSrt([])).toBe('');
  expect(formatVtt([])).toBe('WEBVTT\n\n');
});
