import { describe, expect, it } from 'vitest';
import { KeptFiles } from './precache.js';

const PRECACHE = {
  version: 'abc',
  shell: ['index.html', 'assets/app-1.js'],
  backends: { wasm: ['assets/plain.wasm'], webgpu: ['assets/gpu.wasm'] },
};
const SCOPE = 'https://lab.example/tools/';

describe('KeptFiles', () => {
  it('keeps the shell and the one build of the runtime that is used', () => {
    expect(new KeptFiles(PRECACHE, SCOPE, 'wasm').urls).toEqual([
      'https://lab.example/tools/index.html',
      'https://lab.example/tools/assets/app-1.js',
      'https://lab.example/tools/assets/plain.wasm',
    ]);
    expect(new KeptFiles(PRECACHE, SCOPE, 'webgpu').urls.at(-1)).toBe(
      'https://lab.example/tools/assets/gpu.wasm',
    );
  });

  it('knows its files whatever the query, and no others', () => {
    const kept = new KeptFiles(PRECACHE, SCOPE, 'wasm');
    expect(kept.match(`${SCOPE}assets/app-1.js?v=2#x`)).toBe(`${SCOPE}assets/app-1.js`);
    for (const other of ['assets/gpu.wasm', 'models/face-detection/model.json', '../assets/app-1.js']) {
      expect(kept.match(new URL(other, SCOPE).href)).toBeNull();
    }
  });

  it('calls only caches of its own earlier versions outdated', () => {
    const kept = new KeptFiles(PRECACHE, SCOPE, 'wasm');
    const names = ['affect-detect-old-wasm', 'affect-detect-abc-webgpu', kept.cacheName, 'another-app'];
    expect(kept.outdated(names)).toEqual(['affect-detect-old-wasm', 'affect-detect-abc-webgpu']);
  });
});
