import { realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

/** A path under which the same file is found again, whatever way it was named; it need not be there. */
export async function fileIdentity(path: string): Promise<string> {
  const folder = await realpath(dirname(path)).catch(() => resolve(dirname(path)));
  return realpath(path).catch(() => join(folder, basename(path)));
}

/** Whether a path names one of some files. */
export async function isOneOf(path: string, files: readonly string[]): Promise<boolean> {
  const [own, ...others] = await Promise.all([path, ...files].map(fileIdentity));
  return others.includes(own);
}
