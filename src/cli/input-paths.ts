import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { escapePath, glob, isDynamicPattern } from 'tinyglobby';

/** HEIC is looked for so that a folder of it is met with an explanation. */
const IMAGE_PATTERN = '*.{jpg,jpeg,png,webp,avif,heic,heif,gif,tif,tiff}';

/**
 * Turn files, folders and globs into paths of pictures, in the order given and sorted within each, none twice.
 * @returns the paths, and a line for each input that gave none
 */
export async function expandImagePaths(
  inputs: readonly string[],
  recursive: boolean,
): Promise<{ paths: string[]; problems: string[] }> {
  const paths = new Set<string>();
  const problems: string[] = [];
  for (const input of inputs) {
    const info = await stat(input).catch(() => null);
    if (info?.isFile()) paths.add(input);
    else if (info?.isDirectory()) {
      const pattern = join(escapePath(input), recursive ? '**' : '', IMAGE_PATTERN);
      const found = await find(pattern, { caseSensitiveMatch: false });
      if (found.length === 0)
        problems.push(
          `${input} has no pictures${recursive ? '' : ' (--recursive looks in its folders too)'}`,
        );
      for (const path of found) paths.add(path);
    } else if (isDynamicPattern(input)) {
      const found = await find(input);
      if (found.length === 0) problems.push(`${input} matches no file`);
      for (const path of found) paths.add(path);
    } else problems.push(info ? `${input} is neither a file nor a folder` : `${input} doesn't exist`);
  }
  return { paths: [...paths], problems };
}

async function find(pattern: string, options: { caseSensitiveMatch?: boolean } = {}): Promise<string[]> {
  // A pattern uses forward slashes on every system.
  const found = await glob(pattern.replaceAll('\\', '/'), { ...options, expandDirectories: false });
  return found.sort();
}
