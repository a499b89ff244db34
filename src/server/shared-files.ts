import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Name of the list in the app's folder. */
export const SHARED_FILES = 'shared-files.json';

/**
 * The files of the built app that it shares with the rest of the package, which holds each of them once.
 * @param root the app's folder
 * @returns absolute paths, by paths relative to the app; empty where the app is whole
 */
export function readSharedFiles(root: string): ReadonlyMap<string, string> {
  let list: string;
  try {
    list = readFileSync(join(root, SHARED_FILES), 'utf8');
  } catch {
    return new Map();
  }
  const entries = Object.entries(JSON.parse(list) as Record<string, string>);
  return new Map(entries.map(([path, original]) => [path, join(root, original)]));
}
