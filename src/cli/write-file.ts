import { openAtomicWriter } from './io.js';

/**
 * Write a file that appears under its name only when it is complete.
 * @throws {OutputError} if it can't be written; then nothing is left behind
 */
export async function writeFileAtomically(path: string, content: string | Uint8Array): Promise<void> {
  const writer = await openAtomicWriter(path);
  try {
    await writer.write(content);
    await writer.commit();
  } catch (error) {
    await writer.discard();
    throw error;
  }
}
