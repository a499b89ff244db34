/** Why an operation failed, in a form that a program can branch on. */
export type ErrorCode =
  | 'MODEL_LOAD'
  | 'UNSUPPORTED_MEDIA'
  | 'CAMERA_UNAVAILABLE'
  | 'BACKEND_UNAVAILABLE'
  | 'PORT_UNAVAILABLE'
  | 'INPUT'
  | 'OUTPUT';

/** Base of every error that a caller can act on; misuse throws `TypeError` or `RangeError` instead. */
export abstract class AffectDetectError extends Error {
  abstract readonly code: ErrorCode;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** A model file or its `model.json` is missing, corrupt, or not one of ours. */
export class ModelLoadError extends AffectDetectError {
  readonly code = 'MODEL_LOAD';
}

/** A picture or a video that can't be decoded, or not wholly. */
export class UnsupportedMediaError extends AffectDetectError {
  readonly code = 'UNSUPPORTED_MEDIA';
}

/** A video that broke off or is damaged: what could be decoded was given, and it is not all. */
export class TruncatedMediaError extends UnsupportedMediaError {
  readonly partial = true;
}

/** A camera is absent, busy, or may not be used. */
export class CameraUnavailableError extends AffectDetectError {
  readonly code = 'CAMERA_UNAVAILABLE';
}

/** No inference backend runs here, or none gives the reference's numbers. */
export class BackendUnavailableError extends AffectDetectError {
  readonly code = 'BACKEND_UNAVAILABLE';
}

/** A file or folder to read is missing, empty, or not what it should be. */
export class InputError extends AffectDetectError {
  readonly code = 'INPUT';
}

/** A network port is in use or may not be opened. */
export class PortUnavailableError extends AffectDetectError {
  readonly code = 'PORT_UNAVAILABLE';
}

/** A file can't be written. */
export class OutputError extends AffectDetectError {
  readonly code = 'OUTPUT';
}
