/** A kind of file that holds results. */
export type TableFormat = 'csv' | 'jsonl' | 'parquet';

/** Bytes at a file's start that {@link tableFormat} needs. */
export const FORMAT_BYTES = 64;

/**
 * Tell the kind of file from its first bytes: its name may say anything. What is neither Parquet nor begins like JSON
 * is taken for CSV, whose reader says what is wrong.
 */
export function tableFormat(head: Uint8Array): TableFormat {
  const text = String.fromCharCode(...head.subarray(0, FORMAT_BYTES));
  if (text.startsWith('PAR1')) return 'parquet';
  return /^(ï»¿)?\s*[{[]/.test(text) ? 'jsonl' : 'csv';
}
