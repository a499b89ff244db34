import { expect, test } from 'vitest';
import { faceOf, frameOf } from '../../../test/support/frame-results.js';
import type { State } from '../timeline/states.js';
import { type Cue, CueCollector } from './cue-collector.js';

/** Ten frames a second; a letter each: h happy, s sad, . uncertain, space for no face. A line for each face. */
function cuesOf(...lines: string[]): string[] {
  const states: Record<string, State> = { h: 'happy', s: 'sad', '.': 'uncertain' };
  const collector = new CueCollector();
  for (let i = 0; i < lines[0].length; i++) {
    const faces = lines.flatMap((line, k) => (line[i] === ' ' ? [] : [faceOf(k + 1, states[line[i]])]));
    collector.append(frameOf(i / 10, faces));
  }
  return collector.cues().map(text);
}

const text = ({ trackId, expression, start, end }: Cue) =>
  `${trackId} ${expression} ${start.toFixed(1)} ${end.toFixed(1)}`;

test.each([
  ['hhhhhhhhhh', ['1 happy 0.0 1.0']],
  ['hhhhhsssss', ['1 happy 0.0 0.5', '1 sad 0.5 1.0']],
  ['..hhhhhh..', ['1 happy 0.2 0.8']],
  // Too short to be read.
  ['....hhhh..', []],
  // A short pause is bridged, whatever is in it; a long one isn't.
  ['hhh.hhhhhh', ['1 happy 0.0 1.0']],
  ['hhhhsshhhh', ['1 happy 0.0 1.0']],
  ['hhhhh   hhhhh', ['1 happy 0.0 1.3']],
  // A face has one cue at a time, however it flickers.
  ['hhhshhshshshhh', ['1 happy 0.0 1.4']],
  ['hhhhhh.s.s.sss', ['1 happy 0.0 0.6']],
  ['hhhhh....hhhhh', ['1 happy 0.0 0.5', '1 happy 0.9 1.4']],
  // The label outlasts the cue where the face is away, or flickers; the next cue begins when it is back.
  ['hhhhh     hhhhh', ['1 happy 0.0 0.5', '1 happy 1.0 1.5']],
  ['hhhhhs.s.shhhhh', ['1 happy 0.0 0.5', '1 happy 1.0 1.5']],
])('%s', (line, cues) => {
  expect(cuesOf(line)).toEqual(cues);
});

test('each face has cues of its own, sorted by their start', () => {
  expect(cuesOf('   sssssss', 'hhhhhhhhhh')).toEqual(['2 happy 0.0 1.0', '1 sad 0.3 1.0']);
});

test('a frame stands for a second at most', () => {
  const collector = new CueCollector();
  for (const timestamp of [0, 0.5, 60]) collector.append(frameOf(timestamp, [faceOf(1, 'happy')]));
  expect(collector.cues().map(text)).toEqual(['1 happy 0.0 1.5', '1 happy 60.0 61.0']);
});

test('a still picture is refused', () => {
  expect(() => new CueCollector().append(frameOf(null))).toThrow(TypeError);
});
