import { signal } from '@preact/signals';
import { csvHeader, csvRows, type FrameResult } from 'affect-detect';
import { download } from '../export/download.js';
import { detectorReady } from '../state/detector.js';
import { chosenId, result, showStill } from '../state/reading.js';
import { notice, open, opening, own, pictureSize, sentence, source } from '../state/source.js';

/** One of several pictures that were opened at once. */
export interface AlbumPicture {
  /** From 0, in the order they were given. */
  readonly id: number;
  readonly file: File;
  readonly url: string;
  /** `null` until it has been read. */
  readonly result: FrameResult | null;
  /** Why it can't be read. */
  readonly problem: string | null;
}

/** The pictures that were opened at once; empty where it was one. */
export const album = signal<readonly AlbumPicture[]>([]);
/** The picture on show. */
export const shownPicture = signal(0);

/** Open several pictures: the first is shown, and all are read, one after the other. */
export async function openAlbum(files: readonly File[]): Promise<void> {
  await open('file', async (signal) => {
    const pictures = files.map((file, id) => {
      return { id, file, url: URL.createObjectURL(file), result: null, problem: null };
    });
    const free = () => {
      for (const { url } of pictures) URL.revokeObjectURL(url);
      album.value = [];
    };
    if (!own(signal, free)) return;
    album.value = pictures;
    await showPicture(0);
    opening.value = null;
    const detector = await detectorReady;
    for (const { id, file } of pictures) {
      let read: Pick<AlbumPicture, 'result' | 'problem'>;
      try {
        read = { result: await detector.detect(file), problem: null };
      } catch (error) {
        read = { result: null, problem: sentence(error) };
      }
      if (signal.aborted) return;
      album.value = album.peek().with(id, { ...album.peek()[id], ...read });
      if (shownPicture.peek() === id) showReading(album.peek()[id]);
    }
  });
}

/** Show one of the pictures. */
export async function showPicture(id: number): Promise<void> {
  const picture = album.peek()[id];
  if (picture === undefined) return;
  shownPicture.value = id;
  const size = await pictureSize(picture.url);
  // Another one may have been chosen, or another source opened, while this one was decoded.
  const current = album.peek()[id];
  if (shownPicture.peek() !== id || current?.url !== picture.url) return;
  const { file, url } = current;
  result.value = null;
  chosenId.value = null;
  if (size !== null) source.value = { kind: 'image', name: file.name, description: file.name, url, ...size };
  showReading(current);
}

function showReading({ result: read, problem }: AlbumPicture): void {
  const isOfAlbum = album.peek().some((picture) => picture.problem === notice.peek());
  if (problem !== null || isOfAlbum) notice.value = problem;
  if (read !== null) showStill(read);
}

/** What was read from all pictures, as the command line's table: a line for each face. */
export function saveAlbum(): void {
  const read = album.peek().flatMap((picture) => picture.result ?? []);
  const parts = [csvHeader(), ...read.map((each, i) => csvRows(each, i))];
  download(new Blob(parts, { type: 'text/csv' }), 'pictures.csv');
}
