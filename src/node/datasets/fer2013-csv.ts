import { InputError } from '../../core/errors.js';
import { EXPRESSIONS } from '../../core/expression/labels.js';
import { parsePixels } from './parse-pixels.js';
import { columnNames, readCsvRows } from './read-csv-rows.js';
import type { ReadLinesOptions } from './read-lines.js';

/** Width and height of a FER2013 picture, pixels. */
export const FER2013_SIDE = 48;

/** The parts of FER2013, as its `Usage` column names them. */
export const FER2013_SPLITS = ['Training', 'PublicTest', 'PrivateTest'] as const;

/** One of the parts of FER2013. */
export type Fer2013Split = (typeof FER2013_SPLITS)[number];

/** One labelled picture of a FER2013 file. */
export interface Fer2013Sample {
  /** (48 * 48,), grey, row-major from the top left; a new array for every sample. */
  readonly pixels: Uint8Array;
  /** Index of the true expression in `EXPRESSIONS`, which has FER2013's order. */
  readonly label: number;
  /** The row's `Usage`, `null` where the file has no such column. */
  readonly usage: string | null;
  /** Index of the row in the file, from 0, the header not counted. */
  readonly row: number;
}

export interface Fer2013CsvOptions extends ReadLinesOptions {
  /** Read only the rows of this part; default: all rows. */
  readonly split?: Fer2013Split;
  /** Told how many rows the whole file has, after the last one. */
  readonly onEnd?: (rows: number) => void;
}

/**
 * Stream a file in FER2013's public layout: a header with `emotion`, `pixels` and mostly `Usage`, in any order, then a
 * row for each picture; plain or gzip. `icml_face_data.csv`, whose names begin with a blank, is read too.
 * @throws {InputError} naming the line and what is wrong with it, if the file can't be read, or if it has no row (of the split)
 * @see Goodfellow et al. 2013, https://arxiv.org/abs/1307.0414
 */
export async function* readFer2013Csv(
  path: string,
  options: Fer2013CsvOptions = {},
): AsyncGenerator<Fer2013Sample> {
  const { split, onEnd } = options;
  const usages = new Map<string, number>();
  let columns: Columns | null = null;
  let row = -1;
  let count = 0;
  for await (const { fields, where } of readCsvRows(path, options)) {
    if (columns === null) {
      columns = findColumns(fields, where, split !== undefined);
      continue;
    }
    row += 1;
    const usage = columns.usage === -1 ? null : fields[columns.usage].trim();
    if (usage !== null) usages.set(usage, (usages.get(usage) ?? 0) + 1);
    if (split !== undefined && usage !== split) continue;
    count += 1;
    yield {
      pixels: pixelsOf(fields[columns.pixels], where),
      label: labelOf(fields[columns.emotion], where),
      usage,
      row,
    };
  }
  if (columns === null) throw new InputError(`${path}: the file is empty`);
  if (count === 0) throw new InputError(`${path}: ${describeNothing(split, usages)}`);
  onEnd?.(row + 1);
}

/** Where each column is; `usage` is -1 if there is none. */
interface Columns {
  readonly emotion: number;
  readonly pixels: number;
  readonly usage: number;
}

function findColumns(header: readonly string[], where: string, usageNeeded: boolean): Columns {
  const names = columnNames(header);
  for (const name of usageNeeded ? ['emotion', 'pixels', 'usage'] : ['emotion', 'pixels']) {
    if (!names.includes(name)) {
      const shown = header.join(', ').slice(0, 80);
      const hint = name === 'usage' ? ', which a split needs' : '';
      throw new InputError(`${where}: the header has no column "${name}"${hint}; it reads: ${shown}`);
    }
  }
  return {
    emotion: names.indexOf('emotion'),
    pixels: names.indexOf('pixels'),
    usage: names.indexOf('usage'),
  };
}

function pixelsOf(field: string, where: string): Uint8Array {
  try {
    return parsePixels(field, FER2013_SIDE * FER2013_SIDE);
  } catch (cause) {
    throw new InputError(`${where}: ${(cause as RangeError).message}`, { cause });
  }
}

function labelOf(field: string, where: string): number {
  const text = field.trim();
  if (!/^[0-6]$/.test(text)) {
    const last = EXPRESSIONS.length - 1;
    throw new InputError(
      `${where}: emotion must be a whole number from 0 to ${last}, got "${text.slice(0, 20)}"`,
    );
  }
  return Number(text);
}

function describeNothing(split: string | undefined, usages: ReadonlyMap<string, number>): string {
  if (split === undefined || usages.size === 0) return 'there is a header and no row';
  const seen = [...usages].slice(0, 5).map(([usage, count]) => `${usage} (${count})`);
  return `no row has the Usage ${split}; there are ${seen.join(', ')}`;
}
