import { defineConfig } from 'vite';

/** What WebAssembly needs to use threads; the server of the finished page has to send them too. */
const headers = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

export default defineConfig({
  // The package finds its worker and its models beside its own files, so it must not be copied elsewhere beforehand.
  optimizeDeps: { exclude: ['affect-detect'] },
  worker: { format: 'es' },
  server: { headers },
  preview: { headers },
});
