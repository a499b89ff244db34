import {
  AffectDetectError,
  BackendUnavailableError,
  CameraUnavailableError,
  type ErrorCode,
  ModelLoadError,
  UnsupportedMediaError,
} from '../core/errors.js';

/** An error as it crosses between page and worker: structured cloning would lose its class and its code. */
export interface SerializedError {
  readonly name: string;
  readonly message: string;
  readonly code?: ErrorCode;
  readonly stack?: string;
}

// The conditions that can arise in a worker or a page; the others belong to files and ports.
const CLASSES: Partial<Record<ErrorCode, new (message: string) => AffectDetectError>> = {
  MODEL_LOAD: ModelLoadError,
  UNSUPPORTED_MEDIA: UnsupportedMediaError,
  CAMERA_UNAVAILABLE: CameraUnavailableError,
  BACKEND_UNAVAILABLE: BackendUnavailableError,
};

/** Turn whatever was thrown into data. */
export function serializeError(error: unknown): SerializedError {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) };
  const { name, message, stack } = error;
  return error instanceof AffectDetectError
    ? { name, message, stack, code: error.code }
    : { name, message, stack };
}

/** Build the error anew, of the same class where the class is known. */
export function reviveError({ name, message, code, stack }: SerializedError): Error {
  const Class = code && CLASSES[code];
  const error = Class ? new Class(message) : reviveBuiltIn(name, message);
  if (stack) error.stack = stack;
  return error;
}

function reviveBuiltIn(name: string, message: string): Error {
  if (name === 'TypeError') return new TypeError(message);
  if (name === 'RangeError') return new RangeError(message);
  const error = new Error(message);
  error.name = name;
  return error;
}
