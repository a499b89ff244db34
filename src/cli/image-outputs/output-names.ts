import { mkdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { OutputError } from '../../core/index.js';
import { fileIdentity } from '../file-identity.js';

/**
 * Gives every output file a name of its own: never an input's, never that of another output of this run. A file of an
 * earlier run is replaced.
 */
export class OutputNames {
  /** Full paths in lower case, because many file systems don't tell `A.jpg` from `a.jpg`. */
  readonly #taken: Set<string>;

  private constructor(inputs: readonly string[]) {
    this.#taken = new Set(inputs.map((path) => path.toLowerCase()));
  }

  /** @param inputs paths of all files that are read; they exist */
  static async excluding(inputs: readonly string[]): Promise<OutputNames> {
    return new OutputNames(await Promise.all(inputs.map((path) => realpath(path))));
  }

  /**
   * Take one given path.
   * @returns whether it was free
   */
  async claim(path: string): Promise<boolean> {
    const key = (await fileIdentity(path)).toLowerCase();
    const free = !this.#taken.has(key);
    this.#taken.add(key);
    return free;
  }

  /**
   * Take names in a folder: the stem with each ending, or, where one of them is taken, the stem with `-2`, `-3`, ...
   * @param folder as `makeFolder` gives it
   * @returns full paths, one for each ending
   */
  take(folder: string, stem: string, endings: readonly string[]): string[] {
    for (let attempt = 1; ; attempt++) {
      const numbered = attempt === 1 ? stem : `${stem}-${attempt}`;
      const paths = endings.map((ending) => join(folder, `${numbered}${ending}`));
      if (paths.some((path) => this.#taken.has(path.toLowerCase()))) continue;
      for (const path of paths) this.#taken.add(path.toLowerCase());
      return paths;
    }
  }
}

/**
 * Make a folder, with those above it, unless it is there.
 * @returns its real path
 * @throws {OutputError} if it can't be made
 */
export async function makeFolder(folder: string): Promise<string> {
  try {
    await mkdir(folder, { recursive: true });
    return await realpath(folder);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new OutputError(
      code === 'EEXIST' || code === 'ENOTDIR'
        ? `${folder} is a file, not a folder`
        : `${folder} can't be made (${code})`,
      { cause },
    );
  }
}
