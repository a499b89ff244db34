import type { FrameResult } from 'affect-detect';

/** The frames of a table file, whatever its format. */
export async function* tableFrames(file: File): AsyncGenerator<FrameResult> {
  const formats = await import('affect-detect/formats');
  const head = new Uint8Array(await file.slice(0, formats.FORMAT_BYTES).arrayBuffer());
  const format = formats.tableFormat(head);
  if (format === 'jsonl') {
    yield* formats.readFrameLines(bytesOf(file), file.name);
    return;
  }
  const rows = format === 'csv' ? formats.readFaceCsv(bytesOf(file), file.name) : await parquetRows(file);
  for await (const { result } of formats.rowsToFrames(rows, file.name)) yield result;
}

async function parquetRows(file: File) {
  const { openFaceParquet } = await import('affect-detect/formats');
  const part = (start: number, end?: number) => file.slice(start, end).arrayBuffer();
  return (await openFaceParquet({ byteLength: file.size, slice: part }, file.name)).rows();
}

/** A file in pieces; each is read when the one before has been dealt with. */
async function* bytesOf(file: File): AsyncGenerator<Uint8Array> {
  const reader = file.stream().getReader();
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value;
  } finally {
    await reader.cancel();
  }
}
