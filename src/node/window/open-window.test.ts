import { expect, test } from 'vitest';
import { hasDisplay } from './open-window.js';

test('on Linux, a window can appear where X or Wayland is', () => {
  expect(hasDisplay('linux', { DISPLAY: ':0' })).toBe(true);
  expect(hasDisplay('linux', { WAYLAND_DISPLAY: 'wayland-0' })).toBe(true);
  expect(hasDisplay('linux', {})).toBe(false);
});

test('on macOS and Windows, a window can appear unless somebody is there from afar', () => {
  for (const platform of ['darwin', 'win32'] as const) {
    expect(hasDisplay(platform, {})).toBe(true);
    expect(hasDisplay(platform, { SSH_CONNECTION: '10.0.0.1 5000 10.0.0.2 22' })).toBe(false);
  }
});
