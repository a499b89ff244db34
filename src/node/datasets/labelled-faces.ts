import type { FaceDetector } from '../../core/detection/face-detector.js';
import { InputError } from '../../core/errors.js';
import type { FaceBatch } from '../../core/evaluation/face-batch.js';
import type { Detection } from '../../core/types.js';
import { FER2013_SIDE, type Fer2013CsvOptions, readFer2013Csv } from './fer2013-csv.js';
import { type MajorityOptions, readFerPlusMajorities } from './ferplus-csv.js';
import { type LabelledFile, readLabelledFiles } from './labelled-folder.js';

/** One face of a data set, ready to be read. */
export interface LabelledFace {
  /** Index of the true expression in `EXPRESSIONS`. */
  readonly label: number;
  /** Put the face into a batch that is not full. */
  addTo(batch: FaceBatch): void;
}

export interface CsvFacesOptions extends Fer2013CsvOptions, MajorityOptions {
  /** Path of FER+'s votes on the same rows: their majority is the truth, and faces without one are left out. */
  readonly votes?: string;
}

/**
 * The faces of a FER2013 file, as the tiles that they are.
 * @throws {InputError} as `readFer2013Csv` and `readFerPlusMajorities`, or if the files have different numbers of rows
 */
export async function* csvFaces(path: string, options: CsvFacesOptions = {}): AsyncGenerator<LabelledFace> {
  const { votes } = options;
  const majorities = votes === undefined ? null : await readFerPlusMajorities(votes, options);
  for await (const { pixels, label: own, row } of readFer2013Csv(path, options)) {
    const label = majorities === null ? own : majorities[row];
    if (label === undefined) {
      throw new InputError(
        `${votes}: there are votes on ${majorities?.length} pictures, and ${path} has more rows`,
      );
    }
    if (label !== null) yield { label, addTo: (batch) => batch.addTile(pixels, FER2013_SIDE) };
  }
}

/**
 * Pictures each of which shows one face and nothing else, laid out as the model wants it.
 * @throws {UnsupportedMediaError} naming the first picture that can't be decoded
 */
export async function* pictureFaces(files: readonly LabelledFile[]): AsyncGenerator<LabelledFace> {
  for await (const { image, label } of readLabelledFiles(files)) {
    yield { label, addTo: (batch) => batch.addImage(image) };
  }
}

/**
 * The largest face of each picture, found and aligned as the program does it in use.
 * @param onNoFace told the path of a picture in which no face was found; it is left out
 * @throws {UnsupportedMediaError} naming the first picture that can't be decoded
 */
export async function* detectedFaces(
  files: readonly LabelledFile[],
  detector: Pick<FaceDetector, 'detect'>,
  onNoFace: (path: string) => void,
): AsyncGenerator<LabelledFace> {
  for await (const { image, label, path } of readLabelledFiles(files)) {
    const face = largest(await detector.detect(image, 'still'));
    if (face === undefined) onNoFace(path);
    else yield { label, addTo: (batch) => batch.addFace(image, face.keypoints) };
  }
}

function largest(detections: readonly Detection[]): Detection | undefined {
  const area = ({ box }: Detection) => box.width * box.height;
  return detections.toSorted((a, b) => area(b) - area(a))[0];
}
