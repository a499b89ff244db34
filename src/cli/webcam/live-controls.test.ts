import { expect, test } from 'vitest';
import { actionOf } from './actions.js';
import { LiveControls } from './live-controls.js';

function press(controls: LiveControls, keys: string, now = 0): void {
  for (const key of keys) {
    const action = actionOf(key);
    if (action) controls.apply(action, now);
  }
}

test('keys mean the same in small and capital letters; others mean nothing', () => {
  expect(['q', 'Q', 'Escape', 'r', 'S'].map(actionOf)).toEqual([
    'quit',
    'quit',
    'quit',
    'record',
    'snapshot',
  ]);
  expect(['ArrowUp', '+', '='].map(actionOf)).toEqual(Array(3).fill('raise-threshold'));
  expect(['x', 'Shift', 'F5', 'constructor', ''].map(actionOf)).toEqual(Array(5).fill(null));
});

test('the threshold moves in steps of 0.05, exactly, and stays between 0 and 1', () => {
  const controls = new LiveControls({ threshold: 0.4, mirrored: false });
  press(controls, '+++');
  expect(controls.threshold).toBe(0.55);
  press(controls, '+'.repeat(30));
  expect(controls.threshold).toBe(1);
  press(controls, '-'.repeat(30));
  expect(controls.threshold).toBe(0);
});

test('bars, time course and mirror are turned on and off', () => {
  const controls = new LiveControls({ threshold: 0.4, mirrored: true });
  press(controls, 'btm');
  expect(controls).toMatchObject({ bars: true, course: true, mirrored: false });
  press(controls, 'btm');
  expect(controls).toMatchObject({ bars: false, course: false, mirrored: true });
});

test('what a key has done is said for two seconds', () => {
  const controls = new LiveControls({ threshold: 0.4, mirrored: false });
  expect(controls.notice(100)).toBeNull();
  press(controls, '-', 100);
  expect(controls.notice(101.9)).toBe('Threshold 35 %');
  expect(controls.notice(102)).toBeNull();
});
