import { cp, mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { OutputError } from '../core/index.js';
import { PACKAGED_APP } from './packaged-app.js';
import { readSharedFiles, SHARED_FILES } from './shared-files.js';

/**
 * Write the web app into a folder that any server of files can give out. What stands in its way is overwritten.
 * @param folder made where there is none
 * @param root folder of the built app; default: the one of this package
 * @throws {OutputError} if it can't be written
 */
export async function exportApp(folder: string, root = PACKAGED_APP): Promise<void> {
  try {
    await cp(root, folder, { recursive: true, preserveTimestamps: true });
    await rm(join(folder, SHARED_FILES), { force: true });
    for (const [path, original] of readSharedFiles(root)) {
      const target = join(folder, path);
      await mkdir(dirname(target), { recursive: true });
      await cp(original, target, { preserveTimestamps: true });
      // Most have no compressed copy.
      await cp(`${original}.br`, `${target}.br`, { preserveTimestamps: true }).catch(() => {});
    }
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new OutputError(`the web app can't be written to ${folder} (${code})`, { cause });
  }
}
