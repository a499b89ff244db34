import type { ModelLocation } from './worker-messages.js';

/** The face detector that is used unless another is named. */
export const DEFAULT_DETECTOR = 'face-6';
/** The expression model that is used unless another is named. */
export const DEFAULT_EXPRESSION_MODEL = 'expression-4';

/**
 * The default models' files beside this package. Bundlers copy a file that is named by a literal in exactly this form;
 * where the package is hosted as it is, the same URLs point into its folder models/.
 */
const PACKAGED: Readonly<Record<string, ModelLocation>> = {
  [DEFAULT_DETECTOR]: {
    card: new URL('../../models/face-6/model.json', import.meta.url).href,
    network: new URL('../../models/face-6/model.onnx', import.meta.url).href,
  },
  [DEFAULT_EXPRESSION_MODEL]: {
    card: new URL('../../models/expression-4/model.json', import.meta.url).href,
    network: new URL('../../models/expression-4/model.onnx', import.meta.url).href,
  },
};

/**
 * Find where a model lies.
 * @param model id of a model, or the URL of its folder, which has a slash in it; relative to the page
 * @param modelsUrl folder that holds a folder for each id; default: this package's own models
 * @throws {RangeError} if an id is not one of the defaults and `modelsUrl` is missing
 */
export function locateModel(model: string, modelsUrl?: string | URL): ModelLocation {
  if (model.includes('/')) return { card: new URL('model.json', asFolder(model)).href, network: null };
  if (modelsUrl !== undefined) {
    return { card: new URL(`${model}/model.json`, asFolder(modelsUrl)).href, network: null };
  }
  if (!Object.hasOwn(PACKAGED, model)) {
    throw new RangeError(
      `modelsUrl must be given for a model other than ${Object.keys(PACKAGED).join(', ')}, got model ${model}`,
    );
  }
  return PACKAGED[model];
}

function asFolder(url: string | URL): string {
  return new URL(url, globalThis.location.href).href.replace(/\/?$/, '/');
}
