import { defineConfig } from 'vitest/config';

/** Tests that run built code in processes of its own, or load whole networks: slower, so patient. */
const PATIENT = { testTimeout: 60_000, hookTimeout: 60_000 };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src/{core,node,cli,server}/**/*.test.ts'],
          environment: 'node',
          ...PATIENT,
        },
      },
      { test: { name: 'parity', include: ['test/parity/node.test.ts'], environment: 'node', ...PATIENT } },
      { test: { name: 'cli', include: ['test/cli/**/*.test.ts'], environment: 'node', ...PATIENT } },
      { test: { name: 'package', include: ['test/package/**/*.test.ts'], environment: 'node', ...PATIENT } },
    ],
  },
});
