import type { Session } from '../recording/session.js';
import { keptFrames } from './kept-frames.js';

/** The session as a Parquet table with the columns of the CSV. */
export async function sessionParquet(session: Session): Promise<Blob> {
  const { FaceParquetWriter, rowsOfFrame } = await import('affect-detect/formats');
  const parts: BlobPart[] = [];
  const { name, models } = session.info.peek();
  const writer = new FaceParquetWriter((bytes) => void parts.push(bytes as BlobPart), {
    metadata: { session: name, models: models.join(' ') },
  });
  for await (const { index, result } of keptFrames(session)) {
    for (const row of rowsOfFrame(result, index)) await writer.append(row);
  }
  await writer.finish();
  return new Blob(parts, { type: 'application/vnd.apache.parquet' });
}
