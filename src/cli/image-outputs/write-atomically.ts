import { openAtomicWriter } from '../io.js';

/**
 * Write a whole file, so that it appears under its name only when it is complete.
 * @throws {OutputError} if it can't be written
 */
export async function writeAtomically(path: string, bytes: Uint8Array): Promise<void> {
  const writer = await openAtomicWriter(path);
  try {
    await writer.write(bytes);
    await writer.commit();
  } catch (error) {
    await writer.discard();
    throw error;
  }
}
