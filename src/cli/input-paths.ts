import { stat } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { type GlobOptions, glob, isDynamicPattern } from 'tinyglobby';

/** What a command reads: the endings of its files, which are looked for in folders, and their name in the plural. */
interface FileKind {
  readonly endings: readonly string[];
  readonly plural: string;
}

export const PICTURES: FileKind = {
  // HEIC is looked for also where its decoder isn't installed: a line says how to get it.
  endings: ['jpg', 'jpeg', 'png', 'webp', 'avif', 'heic', 'heif', 'gif', 'tif', 'tiff'],
  plural: 'pictures',
};

export const VIDEOS: FileKind = {
  endings: [
    ...['mp4', 'm4v', 'mov', 'mkv', 'webm', 'avi', 'wmv', 'asf', 'flv', 'mpg', 'mpeg', 'm2v', 'vob'],
    ...['ts', 'mts', 'm2ts', '3gp', '3g2', 'ogv', 'mxf', 'y4m'],
  ],
  plural: 'videos',
};

export const TABLES: FileKind = { endings: ['csv', 'jsonl', 'parquet'], plural: 'tables of results' };

/** A file that is read, or for `video` an address. */
export interface InputFile {
  readonly path: string;
  /** Its folder below the folder that was named, or below the part of a pattern without wildcards; mostly empty. */
  readonly subfolder: string;
}

interface ExpandOptions {
  /** Whether folders in a folder are looked into. */
  readonly recursive: boolean;
  /** What is taken as it is, such as an address. */
  readonly isVerbatim?: (input: string) => boolean;
}

/**
 * Turn files, folders and globs into paths of files, in the order given and sorted within each, none twice.
 * @returns the files, and a line for each input that gave none
 */
export async function expandPaths(
  inputs: readonly string[],
  kind: FileKind,
  { recursive, isVerbatim = () => false }: ExpandOptions,
): Promise<{ files: InputFile[]; problems: string[] }> {
  const files = new Map<string, InputFile>();
  const problems: string[] = [];
  const add = (path: string, base: string | null) => {
    const key = isVerbatim(path) ? path : resolve(path);
    if (files.has(key)) return;
    files.set(key, { path, subfolder: base === null ? '' : relative(base, join(path, '..')) });
  };
  for (const input of inputs) {
    const info = isVerbatim(input) ? null : await stat(input).catch(() => null);
    if (isVerbatim(input) || info?.isFile()) add(input, null);
    else if (info?.isDirectory()) {
      // The folder is no part of the pattern, so that its name may have brackets.
      const pattern = `${recursive ? '**/' : ''}*.{${kind.endings.join(',')}}`;
      const found = await find(pattern, { cwd: input, caseSensitiveMatch: false });
      if (found.length === 0)
        problems.push(
          `${input} has no ${kind.plural}${recursive ? '' : ' (--recursive looks in its folders too)'}`,
        );
      for (const path of found) add(join(input, path), input);
    } else if (isDynamicPattern(input)) {
      const pattern = withSlashes(input);
      const found = await find(pattern, { absolute: isAbsolute(input) });
      if (found.length === 0) problems.push(`${input} matches no file`);
      for (const path of found) add(path, fixedPart(pattern));
    } else problems.push(info ? `${input} is neither a file nor a folder` : `${input} doesn't exist`);
  }
  return { files: [...files.values()], problems };
}

async function find(pattern: string, options: GlobOptions): Promise<string[]> {
  const found = await glob(pattern, { ...options, expandDirectories: false });
  return found.sort();
}

/** A pattern uses forward slashes on every system; only on Windows are backslashes the same, elsewhere they escape. */
function withSlashes(pattern: string): string {
  return sep === '\\' ? pattern.replaceAll('\\', '/') : pattern;
}

/** The folders that a pattern begins with, up to the first wildcard. */
function fixedPart(pattern: string): string {
  const parts = pattern.split('/');
  const first = parts.findIndex((part) => isDynamicPattern(part));
  const folders = parts.slice(0, first).join('/').replaceAll(/\\(.)/g, '$1');
  return folders || (pattern.startsWith('/') ? '/' : '.');
}
