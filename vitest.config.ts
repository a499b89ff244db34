import { fileURLToPath } from 'node:url';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { CHROMIUM_ARGS, CHROMIUM_PATH } from './test/support/chromium.js';

/**
 * Tests that run built code in processes of its own, or load whole networks: slower, so patient. What they wait for must
 * come, but may take its time.
 */
const PATIENT = { testTimeout: 300_000, hookTimeout: 300_000, expect: { poll: { timeout: 20_000 } } };

/** Looks for programs of the system, and installs them where that may be done. */
const PROGRAMS = './test/support/test-programs.ts';

/** The browser tests use the built package by its name, as a page would. */
const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const BUILT_PACKAGE = [
  { find: /^affect-detect\/browser$/, replacement: at('dist/browser/index.js') },
  { find: /^affect-detect\/element$/, replacement: at('dist/element/index.js') },
  { find: /^affect-detect\/formats$/, replacement: at('dist/formats/index.js') },
  { find: /^affect-detect\/report$/, replacement: at('dist/report/index.js') },
  { find: /^affect-detect$/, replacement: at('dist/core/index.js') },
];
/** What the server sends: the page is cross-origin isolated, so that WebAssembly may use threads. */
const ISOLATED = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src/{core,formats,report,node,cli,server}/**/*.test.ts'],
          environment: 'node',
          globalSetup: PROGRAMS,
          ...PATIENT,
        },
      },
      { test: { name: 'parity', include: ['test/parity/node.test.ts'], environment: 'node', ...PATIENT } },
      {
        resolve: { alias: BUILT_PACKAGE },
        worker: { format: 'es' },
        server: { headers: ISOLATED },
        test: {
          name: 'browser',
          // Core's own tests run here too: what is right in Node must be right in Chromium.
          include: [
            'src/{core,browser}/**/*.test.ts',
            'app/src/**/*.test.ts',
            'test/browser/**/*.test.ts',
            'test/parity/browser.test.ts',
          ],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: { executablePath: CHROMIUM_PATH, args: CHROMIUM_ARGS } }),
            instances: [{ browser: 'chromium' }],
          },
          ...PATIENT,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          environment: 'node',
          // Each file starts a browser; two at once would only take each other's processor.
          fileParallelism: false,
          // Real time, real windows: what a busy machine spoiled gets a second chance, a fault fails twice.
          retry: 1,
          ...PATIENT,
        },
      },
      {
        test: {
          name: 'window',
          include: ['test/window/**/*.test.ts'],
          environment: 'node',
          globalSetup: PROGRAMS,
          fileParallelism: false,
          retry: 1,
          ...PATIENT,
        },
      },
      {
        test: {
          name: 'cli',
          include: ['test/cli/**/*.test.ts'],
          environment: 'node',
          globalSetup: PROGRAMS,
          ...PATIENT,
        },
      },
      { test: { name: 'package', include: ['test/package/**/*.test.ts'], environment: 'node', ...PATIENT } },
    ],
  },
});
