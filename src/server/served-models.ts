import { basename } from 'node:path';
import type { ModelCard } from '../core/index.js';

/** The files of a model that is given out: absolute paths. */
export interface ServedModel {
  readonly card: string;
  readonly network: string;
}

/** Models that the app is to use in place of its own, by task. */
export type ServedModels = Readonly<Partial<Record<ModelCard['task'], ServedModel>>>;

/** The folder of a served model, relative to the app: what the app's address names. */
export function servedModelFolder(task: ModelCard['task']): string {
  return `models/${task}/`;
}

/**
 * The file that a URL's path asks for; of a model's folder nothing but its card and its network is given out.
 * @param urlPath without escapes
 * @returns `null` where the path names none of these
 */
export function servedModelPath(models: ServedModels, urlPath: string): string | null {
  for (const [task, { card, network }] of Object.entries(models)) {
    const folder = `/${servedModelFolder(task as ModelCard['task'])}`;
    if (urlPath === `${folder}model.json`) return card;
    if (urlPath === folder + basename(network)) return network;
  }
  return null;
}
