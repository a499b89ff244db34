import { expect, test } from 'vitest';
import { faceOf, frameOf, probabilitiesOf } from '../../../test/support/frame-results.js';
import { RecentCourse } from '../../node/window/recent-course.js';
import { renderScreen, type ScreenState } from './screen.js';
import { keysOf } from './terminal-keys.js';

const PLAIN = { columns: 80, rows: 24, hasColor: false };

function state(faceCount: number, changes: Partial<ScreenState> = {}): ScreenState {
  const faces = Array.from({ length: faceCount }, (_, i) => ({
    ...faceOf(i + 1, 'happy', probabilitiesOf({ happy: 0.5, sad: 0.25 })),
    probability: 0.5,
  }));
  const course = new RecentCourse();
  course.append(frameOf(0, faces));
  return {
    source: '/dev/video0',
    result: frameOf(0, faces),
    courses: course.faces(),
    threshold: 0.4,
    isRecording: false,
    notice: null,
    rate: 24.4,
    ...changes,
  };
}

function line(lines: readonly string[], start: string): string {
  return lines.find((each) => each.startsWith(start)) ?? '';
}

test('every face has its expression, a bar for each probability and its time course', () => {
  const lines = renderScreen(state(1), PLAIN);
  expect(lines[0]).toBe('640 x 360   24 frames/s   threshold 40 %   /dev/video0');
  expect(line(lines, 'Face 1')).toBe('Face 1    Happy 50 %');
  expect(line(lines, 'Happy')).toBe(`Happy     ${'█'.repeat(12)}${'░'.repeat(12)}  50 %`);
  expect(line(lines, 'Sad')).toBe(`Sad       ${'█'.repeat(6)}${'░'.repeat(18)}  25 %`);
  expect(line(lines, 'Course')).toMatch(/^Course +▅$/);
  expect(lines.at(-1)).toBe('q quit   + - threshold   r record   s snapshot');
});

test('faces stand side by side where there is room, and what has none is counted', () => {
  const wide = renderScreen(state(2), { ...PLAIN, columns: 82 });
  expect(line(wide, 'Face 1')).toMatch(/^Face 1 +Happy 50 % +Face 2 +Happy 50 %$/);
  const narrow = renderScreen(state(4), { ...PLAIN, columns: 50 });
  expect(narrow.filter((each) => each.startsWith('Face'))).toHaveLength(2);
  expect(narrow.at(-1)).toContain('2 more faces');
});

test.each([
  [80, 24],
  [20, 5],
  [1, 1],
  [300, 90],
])('the screen is never larger than the terminal (%i x %i)', (columns, rows) => {
  for (const faces of [0, 1, 9]) {
    const lines = renderScreen(state(faces), { columns, rows, hasColor: false });
    expect(lines).toHaveLength(rows);
    for (const each of lines) expect(each.length).toBeLessThanOrEqual(columns);
  }
});

test('colour changes nothing but the colour, and NO_COLOR leaves no escape sequence', () => {
  const plain = renderScreen(state(3, { isRecording: true }), PLAIN);
  const colored = renderScreen(state(3, { isRecording: true }), { ...PLAIN, hasColor: true });
  expect(plain.join('')).not.toContain('\u001b');
  expect(colored.join('')).toContain('\u001b[38;5;');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what is looked for
  expect(colored.map((each) => each.replace(/\u001b\[[\d;]+m/g, ''))).toEqual(plain);
});

test('no face, recording and a notice are said', () => {
  expect(renderScreen(state(0), PLAIN)[2]).toBe('No face in view');
  const lines = renderScreen(state(1, { isRecording: true, notice: 'Threshold 45 %' }), PLAIN);
  expect(lines[0]).toMatch(/^REC /);
  expect(lines.at(-1)).toBe('Threshold 45 %');
});

test('keys of a terminal are named as browsers name them', () => {
  expect(keysOf('q')).toEqual(['q']);
  expect(keysOf('++-')).toEqual(['+', '+', '-']);
  expect(['\u001b[A', '\u001bOB', '\u001b', '\u001b[5~'].flatMap(keysOf)).toEqual([
    'ArrowUp',
    'ArrowDown',
    'Escape',
    'Unidentified',
  ]);
});
