import { type MockInstance, vi } from 'vitest';

/** Takes what is written to stdout, until it is restored. */
export function captureStdout(): MockInstance<typeof process.stdout.write> {
  return vi.spyOn(process.stdout, 'write').mockImplementation((_text: unknown, ...rest: unknown[]) => {
    const onWritten = rest.at(-1);
    if (typeof onWritten === 'function') onWritten();
    return true;
  });
}
