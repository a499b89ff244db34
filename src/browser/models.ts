import { ModelLoadError } from '../core/errors.js';
import {
  type ExpressionCard,
  type FaceDetectionCard,
  type ModelCard,
  parseModelCard,
} from '../core/model-card.js';
import type { ModelLocation } from './worker-messages.js';

/** A model whose card is valid and whose network has the hash that the card names. */
export interface ModelFiles<Card extends ModelCard = ModelCard> {
  readonly card: Card;
  /** The .onnx file's bytes. */
  readonly network: Uint8Array;
}

interface CardOf {
  'face-detection': FaceDetectionCard;
  'expression-classification': ExpressionCard;
}

/**
 * Fetch a model, check its card, and check its network against the card's hash.
 * @throws {ModelLoadError} if something is missing, corrupt or not ours, or the page is not a secure context
 */
export async function fetchModel<Task extends keyof CardOf>(
  location: ModelLocation,
  task: Task,
): Promise<ModelFiles<CardOf[Task]>> {
  const parse = async (response: Response) => parseModelCard(await response.text(), location.card);
  // Both files at once where both places are known: the network is the bigger part of the wait.
  const early = location.network === null ? null : fetchFile(location.network).then(readBytes);
  early?.catch(() => {});
  const card = await fetchFile(location.card).then(parse);
  if (card.task !== task)
    throw new ModelLoadError(`${location.card} is a model for ${card.task}, not for ${task}`);
  const url = location.network ?? new URL(card.file, location.card).href;
  const network = await (early ?? fetchFile(url).then(readBytes));
  await checkHash(network, card, url);
  return { card: card as CardOf[Task], network };
}

async function fetchFile(url: string): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url);
  } catch (cause) {
    throw new ModelLoadError(`${url} can't be fetched`, { cause });
  }
  if (!response.ok) throw new ModelLoadError(`${url} can't be fetched (HTTP ${response.status})`);
  return response;
}

async function readBytes(response: Response): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await response.arrayBuffer());
  } catch (cause) {
    throw new ModelLoadError(`${response.url} broke off while it was fetched`, { cause });
  }
}

async function checkHash(network: Uint8Array<ArrayBuffer>, card: ModelCard, url: string): Promise<void> {
  // Browsers withhold crypto.subtle from plain http, except on localhost.
  if (!globalThis.crypto?.subtle) {
    throw new ModelLoadError(
      `${url} can't be checked against its hash, because this page is not a secure context: serve it over https, or from localhost`,
    );
  }
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', network));
  const sha256 = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  if (sha256 !== card.sha256) {
    throw new ModelLoadError(
      `${url} is corrupt or not the file that its card describes (sha256 ${sha256.slice(0, 12)}…, expected ${card.sha256.slice(0, 12)}…)`,
    );
  }
}
