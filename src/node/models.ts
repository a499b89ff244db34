import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type ExpressionCard,
  ExpressionClassifier,
  type ExpressionClassifierOptions,
  type FaceDetectionCard,
  FaceDetector,
  type FaceDetectorOptions,
  type ModelCard,
  ModelLoadError,
  parseModelCard,
} from '../core/index.js';
import { type LoadedDetector, loadForeignDetector } from './foreign-detector.js';
import { loadSession, type SessionOptions } from './session.js';

/** The face detector that is used unless another is named. */
export const DEFAULT_DETECTOR = 'face-6';
/** The expression model that is used unless another is named. */
export const DEFAULT_EXPRESSION_MODEL = 'expression-4';

/** The folder `models/` of this package; src/node and dist/node lie equally deep. */
const MODELS_FOLDER = fileURLToPath(new URL('../../models/', import.meta.url));

/** A model on disk whose card is valid and whose network has the hash that the card names. */
export interface ModelFiles<Card extends ModelCard = ModelCard> {
  readonly card: Card;
  /** Path of the card. */
  readonly cardPath: string;
  /** Path of the .onnx file. */
  readonly path: string;
}

/**
 * Find a model, check its card, and check its network against the card's hash.
 * @param model id of a model of this package, or path of a model folder, its `model.json`, or the network beside it
 * @throws {ModelLoadError} if something is missing, corrupt or not ours, or the path is that of another file beside a card
 */
export async function findModel(model: string): Promise<ModelFiles> {
  const cardPath = await findCard(model);
  const card = parseModelCard(await readModelFile(cardPath, 'utf8'), cardPath);
  const path = join(dirname(cardPath), card.file);
  const named = resolve(model);
  if (dirname(named) === dirname(cardPath) && ![cardPath, path].includes(named)) {
    throw new ModelLoadError(`${model} has no card; ${cardPath}, beside it, is that of ${card.file}`);
  }
  const network = await readModelFile(path);
  const sha256 = createHash('sha256').update(network).digest('hex');
  if (sha256 !== card.sha256) {
    throw new ModelLoadError(
      `${path} is corrupt or not the file that ${cardPath} describes (sha256 ${sha256.slice(0, 12)}…, expected ${card.sha256.slice(0, 12)}…)`,
    );
  }
  return { card, cardPath, path };
}

async function findCard(model: string): Promise<string> {
  // A plain word is an id; anything with a dot at its end part or a separator may also be a path.
  const builtIn = join(MODELS_FOLDER, model, 'model.json');
  if (/^[a-z0-9][a-z0-9.-]*$/.test(model) && (await isFile(builtIn))) return builtIn;
  const path = resolve(model);
  const info = await stat(path).catch(() => null);
  if (!info) throw new ModelLoadError(`${model} is neither a model of this package nor a path that exists`);
  const card = info.isDirectory()
    ? join(path, 'model.json')
    : path.endsWith('.json')
      ? path
      : join(dirname(path), 'model.json');
  if (!(await isFile(card))) {
    throw new ModelLoadError(`${model} is not a model of affect-detect: there is no ${card}`);
  }
  return card;
}

async function isFile(path: string): Promise<boolean> {
  const info = await stat(path).catch(() => null);
  return info?.isFile() ?? false;
}

function readModelFile(path: string, encoding: 'utf8'): Promise<string>;
function readModelFile(path: string): Promise<Buffer>;
async function readModelFile(path: string, encoding?: 'utf8'): Promise<string | Buffer> {
  try {
    return await readFile(path, encoding);
  } catch (cause) {
    throw new ModelLoadError(`${path} can't be read (${(cause as NodeJS.ErrnoException).code})`, { cause });
  }
}

/**
 * Load a face detector.
 * @param model id or path, see findModel; or a .onnx file of a family that is known (YuNet, RFB), which needs no card
 * @throws {ModelLoadError | BackendUnavailableError}
 */
export async function loadFaceDetector(
  model: string = DEFAULT_DETECTOR,
  options: SessionOptions & FaceDetectorOptions = {},
): Promise<{ detector: FaceDetector; backend: string }> {
  const { session, card } = await openFaceDetector(model, options);
  return { detector: new FaceDetector(session, card, options), backend: session.backend };
}

/**
 * Load the network of a face detector and the card that says how to use it.
 * @param model as loadFaceDetector has it
 * @throws {ModelLoadError | BackendUnavailableError}
 */
export async function openFaceDetector(model: string, options: SessionOptions): Promise<LoadedDetector> {
  if (await isCardless(model)) return loadForeignDetector(resolve(model), options);
  const { card, path } = await findModel(model);
  assertTask<FaceDetectionCard>(card, 'face-detection', model);
  return { card, session: await loadSession(path, card, options) };
}

/** Whether this is the path of a network that no card beside it describes. */
async function isCardless(model: string): Promise<boolean> {
  const path = resolve(model);
  if (!path.toLowerCase().endsWith('.onnx') || !(await isFile(path))) return false;
  const card = join(dirname(path), 'model.json');
  if (!(await isFile(card))) return true;
  return parseModelCard(await readModelFile(card, 'utf8'), card).file !== basename(path);
}

/**
 * Load an expression model.
 * @param model id or path; see findModel
 * @throws {ModelLoadError | BackendUnavailableError}
 */
export async function loadExpressionModel(
  model: string = DEFAULT_EXPRESSION_MODEL,
  options: SessionOptions & ExpressionClassifierOptions = {},
): Promise<{ classifier: ExpressionClassifier; backend: string }> {
  const { card, path } = await findModel(model);
  assertTask<ExpressionCard>(card, 'expression-classification', model);
  const session = await loadSession(path, card, options);
  return { classifier: new ExpressionClassifier(session, card, options), backend: session.backend };
}

function assertTask<Card extends ModelCard>(
  card: ModelCard,
  task: Card['task'],
  model: string,
): asserts card is Card {
  if (card.task !== task) throw new ModelLoadError(`${model} is a model for ${card.task}, not for ${task}`);
}
