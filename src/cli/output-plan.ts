import { stat } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { containerOf } from '../node/index.js';
import { OutputNames } from './image-outputs/output-names.js';
import type { InputFile } from './input-paths.js';
import { fileBehind } from './io.js';

/** Kinds of files that take the results frame by frame, in the order in which they get them. */
const KINDS = ['csv', 'jsonl', 'parquet', 'srt', 'vtt', 'annotate'] as const;
type OutputKind = (typeof KINDS)[number];

/** A file of results that is to be written; `-` is standard output. */
export interface OutputFile {
  readonly kind: OutputKind;
  readonly path: string;
}

/** Which files are to be written. */
export interface OutputPlan {
  /** Those that take the results of all videos. */
  readonly shared: readonly OutputFile[];
  /** Those of each video alone, in the order of the videos. */
  readonly own: readonly (readonly OutputFile[])[];
  /**
   * Where the readings of the run can be kept, paths without their ending: beside each output, the first being the one of a new
   * run. None where no file of results is written, as into a pipe.
   */
  readonly bases: readonly string[];
}

type Targets = { readonly [kind in OutputKind]?: string } & {
  readonly json?: boolean;
  readonly summary?: string;
};

/**
 * Say which files the options ask for. A folder gets a file for each video, named like it and in the same subfolder.
 * @param targets a file or a folder for each kind; a folder ends with a slash, or is there
 */
export async function planOutputs(targets: Targets, inputs: readonly InputFile[]): Promise<OutputPlan> {
  const shared: OutputFile[] = targets.json ? [{ kind: 'jsonl', path: '-' }] : [];
  const own: OutputFile[][] = inputs.map(() => []);
  const stems = await uniqueStems(inputs);
  const bases: string[] = [];
  for (const kind of KINDS) {
    const target = targets[kind];
    if (target === undefined) continue;
    const isOwn = await isFolder(target);
    if (isOwn) bases.push(join(target, 'videos'));
    else if (target !== '-' && (await fileBehind(target)) !== null) bases.push(target);
    if (!isOwn) shared.push({ kind, path: target });
    else {
      for (const [i, stem] of stems.entries()) {
        own[i].push({ kind, path: join(target, `${stem}${ending(kind, inputs[i].path)}`) });
      }
    }
  }
  if (targets.summary !== undefined && (await fileBehind(targets.summary)) !== null)
    bases.push(targets.summary);
  return { shared, own, bases };
}

async function isFolder(target: string): Promise<boolean> {
  return /[/\\]$/.test(target) || ((await stat(target).catch(() => null))?.isDirectory() ?? false);
}

/** An annotated video keeps its container where that can be written; Matroska takes every sound. */
function ending(kind: OutputKind, source: string): string {
  if (kind !== 'annotate') return `.${kind}`;
  return containerOf(source) === null ? '.mkv' : parse(source).ext;
}

/** A name for the files of each video, with its subfolder; of two that are equal the second gets `-2`. */
async function uniqueStems(inputs: readonly InputFile[]): Promise<string[]> {
  const names = await OutputNames.excluding([]);
  return inputs.map(({ path, subfolder }) => names.take(subfolder, stemOf(path), [''])[0]);
}

function stemOf(path: string): string {
  if (path === '-') return 'stdin';
  if (!/^[a-z]+:\/\//i.test(path) || !URL.canParse(path)) return parse(path).name;
  const { hostname, pathname } = new URL(path);
  // What Windows forbids in a name is replaced everywhere.
  return (parse(pathname).name || hostname).replaceAll(/[<>:"|?*\\%]/g, '_');
}
