import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [{ test: { name: 'unit', include: ['src/{core,node,cli,server}/**/*.test.ts'], environment: 'node' } }],
  },
});
