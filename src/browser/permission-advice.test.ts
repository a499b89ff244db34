import { describe, expect, it } from 'vitest';
import { permissionAdvice } from './permission-advice.js';

const AGENTS = {
  chrome:
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
  edge: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0',
  firefox: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  safari:
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15',
  iphone:
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1',
  android:
    'Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36',
};

describe('permissionAdvice', () => {
  it.each([
    ['chrome', 'icon left of the address and switch Camera on'],
    ['edge', 'the lock left of the address'],
    ['firefox', 'crossed-out camera'],
    ['safari', 'Settings for This Website'],
    ['iphone', 'Website Settings'],
    ['android', 'Permissions, Camera, Allow'],
  ] as const)('names the way of %s', (name, way) => {
    expect(permissionAdvice(AGENTS[name], 'Permission denied')).toContain(way);
  });

  it('helps in a browser that it does not know', () => {
    expect(permissionAdvice('Lynx', '')).toContain("the site's permissions in the settings");
  });

  it('points to the system where that is what denies', () => {
    expect(permissionAdvice(AGENTS.safari, 'Permission denied by system')).toContain('System Settings');
    expect(permissionAdvice(AGENTS.edge, 'Permission denied by system')).toContain('Privacy & security');
    expect(permissionAdvice(AGENTS.chrome, 'Permission denied by system')).toContain(
      "the system's privacy settings",
    );
  });
});
