import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import preact from '@preact/preset-vite';
import { defineConfig } from 'vite';
import { delivery } from './delivery-plugin.mjs';
import { serviceWorker } from './service-worker-plugin.mjs';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: at('.'),
  // Relative addresses, so that the app also works in a folder of any static host.
  base: './',
  publicDir: at('public'),
  plugins: [
    preact({ prefreshEnabled: false, devToolsEnabled: false, prerender: { enabled: false } }),
    serviceWorker(),
    delivery(),
  ],
  resolve: {
    // The app imports the package by name, as a user would; these are what its package.json names.
    alias: [
      { find: /^affect-detect\/browser$/, replacement: at('../dist/browser/index.js') },
      { find: /^affect-detect\/formats$/, replacement: at('../dist/formats/index.js') },
      { find: /^affect-detect\/report$/, replacement: at('../dist/report/index.js') },
      { find: /^affect-detect$/, replacement: at('../dist/core/index.js') },
    ],
  },
  define: { __VERSION__: JSON.stringify(version) },
  worker: { format: 'es' },
  build: {
    outDir: at('../dist/app'),
    emptyOutDir: true,
    target: 'es2022',
    // The content security policy lets nothing be fetched from data: URLs.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1000,
  },
});
