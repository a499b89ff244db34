import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { AffectDetector } from '../../node/index.js';
import { talk } from '../io.js';
import { Journal } from './journal.js';
import type { RunDescription } from './journal-entry.js';

/** What of a run decides what the networks say. */
export interface JournalRun {
  readonly version: string;
  readonly detector: AffectDetector;
  readonly paths: readonly string[];
  readonly options: Readonly<Record<string, number | undefined>>;
}

/**
 * Go on with the journal of an earlier run, which lies beside the first output file of that run.
 * @param outputs of this run, which may have more
 * @returns `null` if there is none, after saying so
 * @throws {InputError} if it is of a different run
 */
export async function resumeJournal(outputs: readonly string[], run: JournalRun): Promise<Journal | null> {
  const description = await describe(run);
  for (const output of outputs) {
    const journal = await Journal.resume(journalPath(output), description);
    if (journal !== null) return journal;
  }
  talk(`affect-detect: there is no ${journalPath(outputs[0])}, so this begins at the start`);
  return null;
}

/**
 * Begin the journal of a run, beside its first output file.
 * @throws {OutputError} if it can't be written
 */
export async function beginJournal(output: string, run: JournalRun): Promise<Journal> {
  return Journal.begin(journalPath(output), await describe(run));
}

function journalPath(output: string): string {
  return `${output}.resume`;
}

async function describe({ version, detector, paths, options }: JournalRun): Promise<RunDescription> {
  const { pipeline, backend } = detector;
  const inputs = paths.map(async (path) => {
    const { size, mtimeMs } = await stat(path).catch(() => ({ size: 0, mtimeMs: 0 }));
    return { path: resolve(path), size, modified: mtimeMs };
  });
  return {
    version,
    models: {
      detector: pipeline.detector.card.sha256,
      expression: pipeline.classifier.card.sha256,
      labels: pipeline.classifier.head,
      backend,
    },
    options: Object.fromEntries(Object.entries(options).map(([name, value]) => [name, value ?? null])),
    inputs: await Promise.all(inputs),
  };
}
