import { describe, expect, it } from 'vitest';
import { hostGuard } from './host-guard.js';

describe('hostGuard', () => {
  const guard = hostGuard('127.0.0.1');

  it.each(['localhost', 'localhost:4173', '127.0.0.1:80', '127.0.0.2', '[::1]:4173', 'LOCALHOST'])(
    'admits %s, a name of this machine',
    (host) => expect(guard(host)).toBe(true),
  );

  it.each(['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example', '192.168.0.7', '0.0.0.0', ''])(
    'refuses "%s" while it listens on loopback',
    (host) => expect(guard(host)).toBe(false),
  );

  it('admits any address, but no foreign name, while it listens on every interface', () => {
    const open = hostGuard('0.0.0.0');
    expect(open('192.168.0.7:4173')).toBe(true);
    expect(open('[fe80::1]:4173')).toBe(true);
    expect(open('evil.example')).toBe(false);
  });

  it('admits the name that it was told to listen on', () => {
    expect(hostGuard('lab-pc')('lab-pc:4173')).toBe(true);
    expect(hostGuard('lab-pc')('other-pc:4173')).toBe(false);
  });
});
