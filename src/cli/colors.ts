import picocolors from 'picocolors';

/** Colours for a terminal. By itself, picocolors also colours what goes into a pipe or a file, on Windows and where `CI` is set. */
export const pc = picocolors.createColors(
  picocolors.isColorSupported && (process.stdout.isTTY || 'FORCE_COLOR' in process.env),
);
