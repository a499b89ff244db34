import { InputError } from '../../core/errors.js';
import { EXPRESSIONS, type Expression } from '../../core/expression/labels.js';
import { columnNames, readCsvRows } from './read-csv-rows.js';

/** FER+'s columns of votes, in the file's order, each with its expression; `null` is none of the seven. */
const VOTES: ReadonlyMap<string, Expression | null> = new Map([
  ['neutral', 'neutral'],
  ['happiness', 'happy'],
  ['surprise', 'surprise'],
  ['sadness', 'sad'],
  ['anger', 'angry'],
  ['disgust', 'disgust'],
  ['fear', 'fear'],
  ['contempt', null],
  ['unknown', null],
  ['nf', null],
]);

export interface MajorityOptions {
  /**
   * Only where more than half agree, once votes that one annotator gave alone are taken as slips: the faces that FER+'s
   * authors count. Default false: every face.
   */
  readonly agreed?: boolean;
}

/** What the annotators see in one picture. */
export interface FerPlusRow {
  /**
   * Index in `EXPRESSIONS` of the expression that most annotators chose (of several, the first column), or `null` where they
   * chose contempt, nothing that they know, or no face, or don't agree as was asked for.
   */
  readonly majority: number | null;
  /** The row's `Usage`, `null` where the file has no such column. */
  readonly usage: string | null;
}

/**
 * Read what FER+'s ten annotators see in FER2013's pictures, `fer2013new.csv`: a header and a row for each row of
 * FER2013, in its order.
 * @throws {InputError} naming the line and what is wrong with it, or if the file can't be read or has no row
 * @see Barsoum et al. 2016, https://arxiv.org/abs/1608.01041
 */
export async function readFerPlusRows(
  path: string,
  { agreed = false }: MajorityOptions = {},
): Promise<FerPlusRow[]> {
  const rows: FerPlusRow[] = [];
  let columns: readonly number[] | null = null;
  let usageColumn = -1;
  for await (const { fields, where } of readCsvRows(path)) {
    if (columns === null) {
      columns = findColumns(fields, where);
      usageColumn = columnNames(fields).indexOf('usage');
      continue;
    }
    const votes = columns.map((column) => votesOf(fields[column], where));
    rows.push({
      majority: !agreed || mostAgree(votes) ? majorityOf(votes) : null,
      usage: usageColumn === -1 ? null : fields[usageColumn].trim(),
    });
  }
  if (rows.length === 0) throw new InputError(`${path}: there is no row of votes`);
  return rows;
}

function findColumns(header: readonly string[], where: string): number[] {
  const names = columnNames(header);
  return [...VOTES.keys()].map((name) => {
    const column = names.indexOf(name);
    if (column !== -1) return column;
    throw new InputError(
      `${where}: the header has no column "${name}"; FER+'s votes are in fer2013new.csv; it reads: ${header.join(', ').slice(0, 80)}`,
    );
  });
}

function votesOf(field: string, where: string): number {
  const text = field.trim();
  if (/^\d{1,2}$/.test(text)) return Number(text);
  throw new InputError(`${where}: votes must be whole numbers, got "${text.slice(0, 20)}"`);
}

function majorityOf(votes: readonly number[]): number | null {
  const most = Math.max(...votes);
  if (most === 0) return null;
  const expression = [...VOTES.values()][votes.indexOf(most)];
  return expression === null ? null : EXPRESSIONS.indexOf(expression);
}

function mostAgree(votes: readonly number[]): boolean {
  const counted = votes.filter((n) => n > 1);
  return Math.max(0, ...counted) > counted.reduce((sum, n) => sum + n, 0) / 2;
}
