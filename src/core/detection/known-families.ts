import type { FaceDetectionCard } from '../model-card.js';

/** What a network says about itself once it is opened. */
export interface NetworkSignature {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  /** Shape of the first input; a name or anything but a positive integer stands for a size that may vary. */
  readonly inputShape: readonly (number | string)[];
}

/** The part of a card that follows from the family of a network. */
export type FamilyCard = Pick<FaceDetectionCard, 'input' | 'decoder' | 'scoreThreshold' | 'iouThreshold'>;

interface Family {
  readonly name: string;
  readonly outputs: readonly string[];
  readonly card: (inputName: string, fixedSize: readonly [number, number] | null) => FamilyCard | null;
}

const STRIDES = [8, 16, 32];

/**
 * Detectors that others published and that a user may have, by the names of their outputs. Each entry gives the
 * preprocessing and the decoding that the authors' own code has; the thresholds for boxes are theirs too.
 */
const FAMILIES: readonly Family[] = [
  {
    // Wu et al. 2023, https://github.com/ShiqiYu/libfacedetection.train
    name: 'YuNet',
    outputs: ['cls', 'obj', 'bbox', 'kps'].flatMap((kind) => STRIDES.map((stride) => `${kind}_${stride}`)),
    card: (name, fixedSize) => ({
      input: {
        name,
        channels: 'bgr',
        mean: [0, 0, 0],
        std: [1, 1, 1],
        multiple: 32,
        ...sizesOf(fixedSize, [320], [640]),
      },
      decoder: {
        type: 'anchor-free',
        strides: STRIDES,
        cellOffset: 0,
        scores: ['cls_{stride}', 'obj_{stride}'],
        boxes: 'bbox_{stride}',
        keypoints: 'kps_{stride}',
      },
      scoreThreshold: 0.5,
      iouThreshold: 0.45,
    }),
  },
  {
    // Linzaer, https://github.com/Linzaer/Ultra-Light-Fast-Generic-Face-Detector-1MB
    name: 'RFB',
    outputs: ['scores', 'boxes'],
    // Its anchors are constants of the graph, so there is no such network for more than one size.
    card: (name, fixedSize) =>
      fixedSize && {
        input: {
          name,
          channels: 'rgb',
          mean: [127, 127, 127],
          std: [128, 128, 128],
          multiple: 1,
          ...sizesOf(fixedSize, [], []),
        },
        decoder: { type: 'decoded-boxes', scores: 'scores', faceClass: 1, boxes: 'boxes' },
        scoreThreshold: 0.7,
        iouThreshold: 0.5,
      },
  },
];

/** Names of the families that are known, for messages. */
export const FAMILY_NAMES: readonly string[] = FAMILIES.map(({ name }) => name);

/** Find out how a face detector without a card is used; `null` if it is of no family that is known. */
export function recogniseDetector({
  inputNames,
  outputNames,
  inputShape,
}: NetworkSignature): { readonly family: string; readonly card: FamilyCard } | null {
  const family = FAMILIES.find(({ outputs }) => outputs.every((output) => outputNames.includes(output)));
  if (!family || inputNames.length !== 1 || inputShape.length !== 4 || inputShape[1] !== 3) return null;
  const [, , height, width] = inputShape;
  const isFixed = isSize(width) && isSize(height);
  const card = family.card(inputNames[0], isFixed ? [width, height] : null);
  return card && { family: family.name, card };
}

function isSize(value: number | string): value is number {
  return Number.isInteger(value) && Number(value) > 0;
}

function sizesOf(
  fixedSize: readonly [number, number] | null,
  stream: number[],
  still: number[],
): Pick<FamilyCard['input'], 'sizes' | 'fixedSize'> {
  if (!fixedSize) return { sizes: { stream, still } };
  const [width, height] = fixedSize;
  const side = Math.max(width, height);
  return { fixedSize: [width, height], sizes: { stream: [side], still: [side] } };
}
