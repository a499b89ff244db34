/** Everything that an asynchronous source gives. */
export async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of source) all.push(item);
  return all;
}

/** A list as an asynchronous source. */
export async function* streamOf<T>(items: Iterable<T>): AsyncGenerator<T> {
  yield* items;
}

/** Bytes as a file of which any part can be read. */
export function fileOf(bytes: Uint8Array): {
  byteLength: number;
  slice(start: number, end?: number): ArrayBuffer;
} {
  return {
    byteLength: bytes.length,
    slice: (start, end) => Uint8Array.from(bytes.subarray(start, end)).buffer,
  };
}
