import { expect, it } from 'vitest';
import { loadAffectDetector } from './affect-detector.js';
import { type Backend, withBackend } from './session.js';

it.each(['webgpu', 'cuda', '', 'toString'])(
  'refuses the backend "%s" by the names that there are',
  async (name) => {
    const backend = name as Backend;
    const refusal = new RangeError(`backend must be one of auto, native, wasm, got ${name}`);
    await expect(withBackend({ backend }, async () => {})).rejects.toThrow(refusal);
    await expect(loadAffectDetector({ backend })).rejects.toThrow(refusal);
  },
);
