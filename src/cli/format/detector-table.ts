import type { HeightName } from '../../core/evaluation/detection-report.js';
import type { DetectorEvaluation } from '../../node/datasets/coco-evaluation.js';
import { pc } from '../colors.js';
import { percent, table } from './table.js';

/** What `affect-detect evaluate-detector --json` prints. */
export interface DetectorResult extends DetectorEvaluation {
  /** Id of the detector; of a file without a card, its name. */
  readonly detector: string;
  /** Path of the annotations, as it was given. */
  readonly dataset: string;
  /** The longest side of the only pass, `still`, `stream`, or the one size that the network takes. */
  readonly input: string;
  readonly backend: string;
  readonly threads: number;
  /** Size of the network's file. */
  readonly bytes: number;
}

const HEIGHT_TITLES: Record<HeightName, string> = {
  all: '10 px and more',
  '20+': '20 px and more',
  '10-20': '10 to 20 px',
  '20-48': '20 to 48 px',
  '48-128': '48 to 128 px',
  '128+': '128 px and more',
};

/** The figures of a detector as tables for people. */
export function detectorTable(result: DetectorResult): string {
  const parts = [title(result), heights(result), figures(result)];
  if (result.shake) parts.push(shake(result.shake));
  return parts.join('\n\n');
}

function title({ dataset, images, missing, detector, input, backend }: DetectorResult): string {
  const left = missing > 0 ? ` (${missing} could not be read)` : '';
  return `${pc.bold(dataset)}: ${images} ${images === 1 ? 'picture' : 'pictures'}${left}, detector ${detector}, input ${input}, backend ${backend}`;
}

function heights({ byHeight, scoreThreshold }: DetectorResult): string {
  const rows = (Object.keys(HEIGHT_TITLES) as HeightName[]).map((name) => {
    const { faces, averagePrecision, interval95, recall } = byHeight[name];
    return [
      HEIGHT_TITLES[name],
      String(faces),
      fraction(averagePrecision),
      interval95 ? interval95.map(fraction).join(' to ') : '-',
      percent(recall),
    ];
  });
  const header = [
    'height at side 640',
    'faces',
    'AP at IoU 0.5',
    '95 % interval',
    `recall at ${scoreThreshold}`,
  ];
  return table(header, rows);
}

function figures(result: DetectorResult): string {
  const { falsePositives, falsePositivesWithoutFaces: empty, keypointError, msPerImage } = result;
  const rows = [
    ['false positives', `${rate(falsePositives.perImage)} a picture at score ${result.scoreThreshold}`],
    ['without any face', `${rate(empty.perImage)} a picture on ${empty.images} pictures`],
    [
      'keypoint error',
      keypointError
        ? `${percent(keypointError.median)} of the distance between the eyes (median; mean ${percent(keypointError.mean)}), ${keypointError.faces} faces`
        : '-',
    ],
  ];
  if (msPerImage) {
    const { total, letterbox, network, decode } = msPerImage;
    const parts = [
      letterbox && `letterbox ${letterbox.median.toFixed(1)}`,
      `network ${network.median.toFixed(1)}`,
      decode && `decoding ${decode.median.toFixed(1)}`,
    ];
    rows.push([
      'time a picture',
      `${total.median.toFixed(1)} ms (median): ${parts.filter((part) => part !== null).join(', ')}`,
    ]);
  }
  return lines(rows);
}

function shake({ faces, views, lost, corners, keypoints }: NonNullable<DetectorResult['shake']>): string {
  const rows = [
    ['shaken', `${faces} faces of 20 px and more in ${views} views each; lost in ${percent(lost)} of them`],
    [
      'box corners stray',
      corners ? `${percent(corners.rms)} of the face's height (RMS; median ${percent(corners.median)})` : '-',
    ],
    [
      'keypoints stray',
      keypoints
        ? `${percent(keypoints.rms)} of the distance between the eyes (RMS; median ${percent(keypoints.median)}), ${keypoints.faces} faces`
        : '-',
    ],
  ];
  return lines(rows);
}

function lines(rows: readonly (readonly string[])[]): string {
  return rows.map(([name, value]) => `  ${name.padEnd(18)} ${value}`).join('\n');
}

function fraction(value: number | null): string {
  return value === null ? '-' : value.toFixed(3);
}

function rate(value: number | null): string {
  return value === null ? '-' : value.toFixed(2);
}
