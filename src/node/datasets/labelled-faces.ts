import type { FaceDetector } from '../../core/detection/face-detector.js';
import { InputError } from '../../core/errors.js';
import type { FaceBatch } from '../../core/evaluation/face-batch.js';
import type { Detection } from '../../core/types.js';
import { FER2013_SIDE, type Fer2013CsvOptions, readFer2013Csv } from './fer2013-csv.js';
import { type FerPlusRow, type MajorityOptions, readFerPlusRows } from './ferplus-csv.js';
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
 * @throws {InputError} as `readFer2013Csv` and `readFerPlusRows`, or if the files aren't of the same pictures, as far as numbers of
 *   rows and `Usage` tell
 */
export async function* csvFaces(path: string, options: CsvFacesOptions = {}): AsyncGenerator<LabelledFace> {
  const { votes } = options;
  const voted = votes === undefined ? null : await readFerPlusRows(votes, options);
  const onEnd = (rows: number) => {
    if (voted !== null && voted.length !== rows) refuse();
  };
  for await (const { pixels, label: own, row, usage } of readFer2013Csv(path, { ...options, onEnd })) {
    const label = voted === null ? own : majorityOf(voted[row], usage);
    if (label !== null) yield { label, addTo: (batch) => batch.addTile(pixels, FER2013_SIDE) };
  }

  function majorityOf(found: FerPlusRow | undefined, usage: string | null): number | null {
    if (found && (usage === null || found.usage === null || usage === found.usage)) return found.majority;
    return refuse();
  }

  function refuse(): never {
    throw new InputError(
      `${votes} has votes on other rows than those of ${path}; both files must be whole, and of the same pictures`,
    );
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
