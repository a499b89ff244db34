import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { InputError } from '../../core/errors.js';
import { EXPRESSIONS, type Expression } from '../../core/expression/labels.js';
import type { RgbImage } from '../../core/types.js';
import { loadImage } from '../images.js';

/** What data sets call the folders of each expression. */
const FOLDER_NAMES: Readonly<Record<Expression, readonly string[]>> = {
  angry: ['angry', 'anger'],
  disgust: ['disgust', 'disgusted'],
  fear: ['fear', 'fearful'],
  happy: ['happy', 'happiness'],
  sad: ['sad', 'sadness'],
  surprise: ['surprise', 'surprised'],
  neutral: ['neutral'],
};

// BMP can't be read, but a data set of it must be refused by the name of a file, not be read as empty.
const PICTURE_EXTENSIONS = new Set([
  '.jpg',
  '.jpeg',
  '.png',
  '.webp',
  '.avif',
  '.gif',
  '.tif',
  '.tiff',
  '.bmp',
]);

/** A picture file whose folder says what it shows. */
export interface LabelledFile {
  readonly path: string;
  /** Index of the true expression in `EXPRESSIONS`. */
  readonly label: number;
}

/** A decoded picture whose folder says what it shows. */
export interface LabelledImage extends LabelledFile {
  readonly image: RgbImage;
}

/**
 * List a data set that has a folder for each expression, such as `happy/` or `Happiness/`, with its pictures in it or in
 * folders below. Files that are no pictures, and hidden ones, are left out.
 * @returns every picture, in the order of `EXPRESSIONS` and then of their names
 * @throws {InputError} if a folder names no expression, or there is no picture
 */
export async function listLabelledFolder(path: string): Promise<LabelledFile[]> {
  const folders = (await list(path)).filter((entry) => entry.isDirectory() && !isHidden(entry.name));
  const labelled = folders.map(({ name }) => ({ folder: join(path, name), label: labelOf(name, path) }));
  const files: LabelledFile[] = [];
  for (const { folder, label } of labelled.sort((a, b) => a.label - b.label)) {
    const pictures = (await list(folder, true))
      .filter((entry) => !entry.isDirectory() && !isHidden(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((file) => PICTURE_EXTENSIONS.has(extname(file).toLowerCase()))
      .sort();
    for (const file of pictures) files.push({ path: file, label });
  }
  if (files.length === 0) {
    throw new InputError(
      `${path} has no picture in a folder that is named for an expression (${EXPRESSIONS.join(', ')})`,
    );
  }
  return files;
}

/**
 * Decode pictures one at a time.
 * @throws {UnsupportedMediaError} naming the first picture that can't be decoded
 */
export async function* readLabelledFiles(files: readonly LabelledFile[]): AsyncGenerator<LabelledImage> {
  for (const file of files) {
    const { image } = await loadImage(file.path);
    yield { ...file, image };
  }
}

/**
 * List and decode a data set that has a folder for each expression; see `listLabelledFolder`.
 * @throws {InputError} if a folder names no expression, or there is no picture
 * @throws {UnsupportedMediaError} naming the first picture that can't be decoded
 */
export async function* readLabelledFolder(path: string): AsyncGenerator<LabelledImage> {
  yield* readLabelledFiles(await listLabelledFolder(path));
}

async function list(path: string, recursive = false): Promise<Dirent[]> {
  try {
    return await readdir(path, { withFileTypes: true, recursive });
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new InputError(code === 'ENOENT' ? `${path} doesn't exist` : `${path} can't be read (${code})`, {
      cause,
    });
  }
}

/** `.git`, `.DS_Store`, and what macOS adds to archives. */
function isHidden(name: string): boolean {
  return name.startsWith('.') || name === '__MACOSX';
}

function labelOf(folder: string, path: string): number {
  const name = folder.toLowerCase();
  const label = EXPRESSIONS.findIndex((expression) => FOLDER_NAMES[expression].includes(name));
  if (label === -1) {
    throw new InputError(
      `${path}: the folder "${basename(folder)}" names none of the expressions ${EXPRESSIONS.join(', ')}`,
    );
  }
  return label;
}
