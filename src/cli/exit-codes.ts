import { AffectDetectError, type ErrorCode } from '../core/index.js';

/** What the process's exit code says; documented in docs/cli.md and in `--help`. */
export const EXIT = {
  ok: 0,
  /** An error that nobody foresaw: a bug. */
  internal: 1,
  /** The command line was wrong. */
  usage: 2,
  /** A file or folder is missing, empty or not what it should be; of several inputs, at least one failed. */
  input: 3,
  /** A model is missing, corrupt or not ours, or no backend runs it rightly. */
  model: 4,
  /** A file can't be written. */
  output: 5,
  /** A video broke off: all results up to the break were given. */
  partial: 6,
  /** A camera is absent, busy or may not be used. */
  camera: 7,
  /** A port is in use or may not be opened. */
  port: 8,
  /** Ctrl-C, as shells count it: 128 + SIGINT. */
  interrupted: 130,
} as const;

const BY_CODE: Record<ErrorCode, number> = {
  INPUT: EXIT.input,
  UNSUPPORTED_MEDIA: EXIT.input,
  MODEL_LOAD: EXIT.model,
  BACKEND_UNAVAILABLE: EXIT.model,
  OUTPUT: EXIT.output,
  CAMERA_UNAVAILABLE: EXIT.camera,
  PORT_UNAVAILABLE: EXIT.port,
};

/** Thrown by a command that has already said what went wrong, to end with a code. */
export class ExitError extends Error {
  constructor(readonly exitCode: number) {
    super(`exit ${exitCode}`);
  }
}

/** The exit code for whatever a command threw. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof ExitError) return error.exitCode;
  if (error instanceof AffectDetectError) return BY_CODE[error.code];
  return EXIT.internal;
}
