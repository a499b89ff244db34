import { basename } from 'node:path';
import { ModelLoadError } from '../core/index.js';
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
}

/** What the page has to be told, and what the server has to give out for it. */
export interface ServeAddress {
  /** The address's part from the question mark on; empty where there is nothing to tell. */
  readonly search: string;
  readonly models: ServedModels;
}

/**
 * Put options into the address of the page. A model other than the app's own is given out by the server.
 * @throws {ModelLoadError} if a model is missing, corrupt, not ours, or for another task
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
  const search = query.toString();
  return { search: search && `?${search}`, models };
}

async function findModelFor(task: keyof ServedModels, model: string): Promise<ModelFiles> {
  const files = await findModel(model);
  if (files.card.task !== task) {
    throw new ModelLoadError(`${model} is a model for ${files.card.task}, not for ${task}`);
  }
  if (model.toLowerCase().endsWith('.onnx') && basename(model) !== basename(files.path)) {
    throw new ModelLoadError(
      `${model} has no card, which the page needs; the model.json beside it is that of ${basename(files.path)}`,
    );
  }
  return files;
}
