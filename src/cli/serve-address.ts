import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { InputError, ModelLoadError, parseStudy } from '../core/index.js';
import { DEFAULT_DETECTOR, DEFAULT_EXPRESSION_MODEL, findModel, type ModelFiles } from '../node/index.js';
import { type ServedModel, type ServedModels, servedModelFolder } from '../server/index.js';

/** How the page is to read faces; what isn't given is left to the page. */
export interface ServeModelOptions {
  readonly threshold?: number;
  readonly model?: string;
  readonly detector?: string;
  readonly labels?: string;
  readonly threads?: number;
  readonly backend?: string;
  /** Path of a study's file, to open the page with. */
  readonly study?: string;
}

/** What the page has to be told, and what the server has to give out for it. */
export interface ServeAddress {
  /** The address's part from the question mark on; empty where there is nothing to tell. */
  readonly search: string;
  readonly models: ServedModels;
  /** Files of a study, by the path of their address. */
  readonly files: Readonly<Record<string, string>>;
}

/**
 * Put options into the address of the page. A model other than the app's own is given out by the server.
 * @throws {ModelLoadError} if a model is missing, corrupt, not ours, or for another task
 * @throws {InputError} if the study, or a file that it names, is missing or not what it should be
 * @throws {RangeError} if the expression model doesn't know the labels
 */
export async function serveAddress(options: ServeModelOptions): Promise<ServeAddress> {
  const query = new URLSearchParams();
  const models: Partial<Record<keyof ServedModels, ServedModel>> = {};
  for (const [name, task, appsOwn] of [
    ['model', 'expression-classification', DEFAULT_EXPRESSION_MODEL],
    ['detector', 'face-detection', DEFAULT_DETECTOR],
  ] as const) {
    const wanted = options[name];
    if (wanted === undefined || wanted === appsOwn) continue;
    const { cardPath, path } = await findModelFor(task, wanted);
    models[task] = { card: cardPath, network: path };
    query.set(name, servedModelFolder(task));
  }
  if (options.labels !== undefined) {
    const { card } = await findModel(options.model ?? DEFAULT_EXPRESSION_MODEL);
    const known = card.task === 'expression-classification' ? Object.keys(card.heads) : [];
    if (!known.includes(options.labels)) {
      throw new RangeError(`labels must be one of ${known.join(', ')}, got ${options.labels}`);
    }
  }
  for (const name of ['threshold', 'labels', 'threads', 'backend'] as const) {
    if (options[name] !== undefined) query.set(name, String(options[name]));
  }
  const files = options.study === undefined ? {} : await studyFiles(options.study);
  if (options.study !== undefined) {
    // An address within an address: what is encoded here is encoded once more.
    query.set('study', STUDY_FOLDER.slice(1) + encodeURIComponent(basename(options.study)));
  }
  const search = query.toString();
  return { search: search && `?${search}`, models, files };
}

const STUDY_FOLDER = '/study/';

/** The study's own file, and those that it names. */
async function studyFiles(path: string): Promise<Record<string, string>> {
  const study = parseStudy(await readInput(path), basename(path));
  const files = { [STUDY_FOLDER + basename(path)]: resolve(path) };
  for (const { file } of study.stimuli) {
    const found = resolve(dirname(path), file);
    if (!(await stat(found).catch(() => null))?.isFile()) {
      throw new InputError(`${basename(path)} names ${file}, which is not there`);
    }
    files[STUDY_FOLDER + file] = found;
  }
  return files;
}

async function readInput(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new InputError(`${path} can't be read (${(cause as NodeJS.ErrnoException).code})`, { cause });
  }
}

async function findModelFor(task: keyof ServedModels, model: string): Promise<ModelFiles> {
  const files = await findModel(model);
  if (files.card.task !== task) {
    throw new ModelLoadError(`${model} is a model for ${files.card.task}, not for ${task}`);
  }
  return files;
}
