import { readFile } from 'node:fs/promises';
import type { Canvas, createCanvas, SKRSContext2D } from '@napi-rs/canvas';
import { OutputError } from '../../core/index.js';

/** What draws in Node. */
export interface CanvasLibrary {
  readonly createCanvas: typeof createCanvas;
  /** Family of the font that comes with this package: the same text on every machine, also one without fonts. */
  readonly fontFamily: string;
}

export type { Canvas, SKRSContext2D };

const FONT_FAMILY = 'affect-detect Inter';
// The same way from src/node/drawing/ as from dist/node/drawing/.
const FONT_FILE = new URL('../../../assets/fonts/inter-latin-600.woff2', import.meta.url);

/**
 * Load the optional canvas package, and our font into it.
 * @throws {OutputError} if the package is not installed, or not for this system
 */
export async function loadCanvas(): Promise<CanvasLibrary> {
  const { createCanvas, GlobalFonts } = await import('@napi-rs/canvas').catch((cause: unknown) => {
    throw new OutputError(
      'drawing needs the optional package @napi-rs/canvas, which is not installed here: npm install @napi-rs/canvas',
      { cause },
    );
  });
  if (!GlobalFonts.has(FONT_FAMILY)) GlobalFonts.register(await readFile(FONT_FILE), FONT_FAMILY);
  return { createCanvas, fontFamily: `"${FONT_FAMILY}"` };
}
