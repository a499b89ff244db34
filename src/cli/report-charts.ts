import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { OutputError } from '../core/index.js';
import type { Chart } from '../report/index.js';
import { writeFileAtomically } from './write-file.js';

/** What charts are saved as. */
export const CHART_FORMATS = ['svg', 'png', 'both'] as const;
export type ChartFormat = (typeof CHART_FORMATS)[number];

/** Pixels of a PNG for a pixel of the chart: sharp in print at the width of a column. */
const PNG_SCALE = 2.5;
/** Dots an inch at which an SVG has its own size. */
const SVG_DPI = 96;

/**
 * Save charts as files of their own in a folder, which is made if it isn't there.
 * @returns how many files there are
 * @throws {OutputError} if the folder or a file can't be written
 */
export async function saveCharts(
  charts: readonly Chart[],
  folder: string,
  format: ChartFormat,
): Promise<number> {
  await mkdir(folder, { recursive: true }).catch((cause: NodeJS.ErrnoException) => {
    throw new OutputError(`${folder} can't be made (${cause.code})`, { cause });
  });
  let files = 0;
  for (const { id, svg } of charts) {
    if (format !== 'png') {
      const text = `<?xml version="1.0" encoding="UTF-8"?>\n${svg.text}\n`;
      await writeFileAtomically(join(folder, `${id}.svg`), text);
      files++;
    }
    if (format !== 'svg') {
      const image = sharp(Buffer.from(svg.text), { density: SVG_DPI * PNG_SCALE });
      await writeFileAtomically(
        join(folder, `${id}.png`),
        await image.flatten({ background: '#ffffff' }).png().toBuffer(),
      );
      files++;
    }
  }
  return files;
}
