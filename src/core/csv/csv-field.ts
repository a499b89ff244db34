/** What a spreadsheet takes for a formula begins with one of these, whether or not an apostrophe is in front. */
const FORMULA = /^'*[=+\-@\t\r]/;
const GUARDED = /^'+[=+\-@\t\r]/;

/**
 * A number as a field: at most six decimals and always a point; empty for `null` and `undefined`.
 * `String` and `toFixed` don't depend on the locale.
 */
export function numberField(value: number | null | undefined): string {
  // `Number` drops the zeros at the end.
  return value === null || value === undefined ? '' : String(Number(value.toFixed(6)));
}

/**
 * Text as a field, quoted as in RFC 4180 where it must be. A file name may come from anybody, so what a spreadsheet
 * would take for a formula gets an apostrophe in front; {@link unguarded} takes it away.
 */
export function textField(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The text that {@link textField} was given, from the field without its quotes. */
export function unguarded(field: string): string {
  return GUARDED.test(field) ? field.slice(1) : field;
}
