import type { Fer2013Split } from '../node/datasets/fer2013-csv.js';
import { csvFaces, detectedFaces, type LabelledFace, pictureFaces } from '../node/datasets/labelled-faces.js';
import { listLabelledFolder } from '../node/datasets/labelled-folder.js';
import { loadFaceDetector, type SessionOptions } from '../node/index.js';
import { createProgress, type Progress } from './progress.js';

/** A data set that is being read, with a progress bar that follows. */
export interface EvaluationSource {
  readonly faces: AsyncIterable<LabelledFace>;
  /** Pictures in which no face was found so far; 0 where none is looked for. */
  noFace(): number;
  /** Take the bar away and free what was loaded. */
  dispose(): Promise<void>;
}

/**
 * Open a file in FER2013's layout.
 * @param bytes size of the file
 * @param options.votes path of FER+'s votes, if their majority is the truth
 * @param options.agreed only faces on which more than half of the annotators agree
 */
export function openCsvSource(
  path: string,
  bytes: number,
  {
    split,
    votes,
    agreed,
    limit,
  }: {
    readonly split?: Fer2013Split;
    readonly votes?: string;
    readonly agreed?: boolean;
    readonly limit?: number;
  },
): EvaluationSource {
  // The number of rows is known at the end only, that of bytes from the start (but not of a pipe: 0).
  const progress = limit
    ? createProgress('faces', limit)
    : createProgress('MB', Math.max(1, Math.ceil(bytes / 1e6)));
  let shownMb = 0;
  const onBytesRead = (read: number) => {
    const mb = Math.ceil(read / 1e6);
    progress.update(mb - shownMb);
    shownMb = mb;
  };
  return {
    faces: limit
      ? ticking(csvFaces(path, { split, votes, agreed }), progress)
      : csvFaces(path, { split, votes, agreed, onBytesRead }),
    noFace: () => 0,
    dispose: async () => progress.stop(),
  };
}

/**
 * Open a folder with a folder for each expression.
 * @param options.detector id or path of the model that finds the faces; `null` to read the pictures as they are
 * @param signal stops the search through pictures that have no face, too
 * @throws {InputError} if a folder names no expression, or there is no picture
 * @throws {ModelLoadError | BackendUnavailableError} if the detector can't be loaded
 */
export async function openFolderSource(
  path: string,
  options: SessionOptions & { readonly detector: string | null; readonly limit?: number },
  signal: AbortSignal,
): Promise<EvaluationSource> {
  const files = await listLabelledFolder(path);
  const loaded = options.detector === null ? null : await loadFaceDetector(options.detector, options);
  const progress = createProgress('pictures', Math.min(files.length, options.limit ?? files.length));
  let noFace = 0;
  const onNoFace = () => {
    signal.throwIfAborted();
    noFace += 1;
    progress.update(1);
  };
  const faces = loaded ? detectedFaces(files, loaded.detector, onNoFace) : pictureFaces(files);
  return {
    faces: ticking(faces, progress),
    noFace: () => noFace,
    async dispose() {
      progress.stop();
      await loaded?.detector.dispose();
    },
  };
}

async function* ticking(
  faces: AsyncIterable<LabelledFace>,
  progress: Progress,
): AsyncGenerator<LabelledFace> {
  for await (const face of faces) {
    yield face;
    progress.update(1);
  }
}
