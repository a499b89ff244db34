import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** The repository's root, with a slash at the end. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** A run of the command that a test acts upon. */
export interface CliRun {
  /** What it has said so far. */
  readonly stdout: string;
  readonly stderr: string;
  /** What it said, when it has ended; its code is `null` after a kill. */
  readonly result: Promise<CliResult>;
  kill(signal: NodeJS.Signals): void;
  /** Wait until something holds. @returns `false` if the program ended first */
  until(condition: () => boolean): Promise<boolean>;
}

/** Start the built command as a user would, in a process of its own. */
export function startCli(args: readonly string[], { cwd = ROOT, env = {} }: CliOptions = {}): CliRun {
  const child = spawn(process.execPath, [`${ROOT}dist/cli/main.js`, ...args], {
    cwd,
    env: { ...process.env, NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      said[name] += text;
    });
  }
  let hasEnded = false;
  const result = new Promise<CliResult>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      hasEnded = true;
      resolve({ code, ...said });
    });
  });
  return {
    get stdout() {
      return said.stdout;
    },
    get stderr() {
      return said.stderr;
    },
    result,
    kill: (signal) => void child.kill(signal),
    async until(condition) {
      while (!condition()) {
        if (hasEnded) return false;
        await sleep(5);
      }
      return true;
    },
  };
}

/** Run the built command as a user would, to its end. */
export function runCli(args: readonly string[], options?: CliOptions): Promise<CliResult> {
  return startCli(args, options).result;
}

/** How to find the middle of a run. */
export interface MiddleOfRun extends CliOptions {
  /** Whether it is time. */
  readonly isMiddle: () => boolean;
  /** Whether the files are those of a run that was killed in its middle. */
  readonly wasMiddle: () => boolean;
  /** Remove the files of a run. */
  readonly clean: () => void;
}

/** Kill a run in its middle; one that was faster than this process looked is done again. */
export async function killInTheMiddle(
  args: readonly string[],
  { isMiddle, wasMiddle, clean, ...options }: MiddleOfRun,
): Promise<void> {
  let said = '';
  for (let attempt = 0; attempt < 10; attempt++) {
    clean();
    const run = startCli(args, options);
    await run.until(isMiddle);
    run.kill('SIGKILL');
    said = (await run.result).stderr;
    if (wasMiddle()) return;
  }
  throw new Error(`no run could be killed in its middle: ${said}`);
}
