import type { ClassificationSummary } from '../../core/evaluation/classification-report.js';
import { pc } from '../colors.js';
import { percent, table } from './table.js';

/** What `affect-detect evaluate --json` prints. */
export interface EvaluationResult extends Omit<ClassificationSummary, 'reliability'> {
  /** Time in the network, without reading and decoding, ms for one face. */
  readonly msPerFace: number;
  /** Id of the expression model. */
  readonly model: string;
  /** Which of the model's label sets answered. */
  readonly head: string;
  /** Path of the FER+ votes whose majority is the truth; `null` where the data set's own labels are. */
  readonly truth: string | null;
  /** Whether only faces count on which more than half of the annotators agree. */
  readonly agreed: boolean;
  /** The part of the data set; `null` for all of it. */
  readonly split: string | null;
  /** Path of the data set, as it was given. */
  readonly dataset: string;
  readonly backend: string;
  /** With `--detect`: pictures in which no face was found; they are not in `n`. */
  readonly noFace?: number;
}

/** The figures of an evaluation as tables for people. */
export function evaluationTable(result: EvaluationResult): string {
  return [title(result), figures(result), classes(result), confusion(result)].join('\n\n');
}

function title({ dataset, split, truth, agreed, n, model, head, backend }: EvaluationResult): string {
  const part = `${split === null ? '' : ` ${split}`}${truth === null ? '' : `, truth: majority of ${truth}${agreed ? ', of more than half' : ''}`}`;
  return `${pc.bold(dataset)}${part}: ${n} ${n === 1 ? 'face' : 'faces'}, model ${model}, labels ${head}, backend ${backend}`;
}

function figures(result: EvaluationResult): string {
  const { accuracy, interval95, macroF1, logLoss, ece, msPerFace, noFace, threshold } = result;
  const [low, high] = interval95;
  const rows = [
    ['accuracy', `${percent(accuracy)}, 95 % interval ${percent(low)} to ${percent(high)}`],
    [
      `named from ${threshold.toFixed(2)}`,
      `${percent(result.named)} of the faces, ${percent(result.accuracyNamed)} of them rightly`,
    ],
    ['macro F1', percent(macroF1)],
    ['log loss', logLoss.toFixed(3)],
    ['calibration error', percent(ece)],
    ['time a face', `${msPerFace.toFixed(2)} ms`],
  ];
  if (noFace !== undefined)
    rows.push(['no face found', `${noFace} ${noFace === 1 ? 'picture' : 'pictures'}, not counted above`]);
  return rows.map(([name, value]) => `  ${name.padEnd(18)} ${value}`).join('\n');
}

function classes({ labels, perClass }: EvaluationResult): string {
  const rows = labels.map((label) => {
    const { precision, recall, f1, support } = perClass[label];
    return [label, percent(precision), percent(recall), percent(f1), String(support)];
  });
  return table(['expression', 'precision', 'recall', 'F1', 'faces'], rows);
}

function confusion({ labels, confusion }: EvaluationResult): string {
  const rows = labels.map((label, i) => [label, ...confusion[i].map(String)]);
  return table(['true \\ predicted', ...labels], rows);
}
