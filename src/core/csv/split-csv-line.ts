/**
 * Split one line of comma-separated values (RFC 4180) into fields. A field may be quoted; two quotes within are one.
 * Line breaks within quotes belong to the field: whoever cuts the lines must leave them in.
 * @returns the fields without their quotes, or `null` if a quote is not closed or text follows a closing one
 */
export function splitCsvLine(line: string): string[] | null {
  const fields: string[] = [];
  for (let start = 0; start <= line.length; ) {
    const field = line[start] === '"' ? quotedField(line, start) : plainField(line, start);
    if (field === null) return null;
    fields.push(field.value);
    start = field.end + 1;
  }
  return fields;
}

/** A field and where it ends: the index of the comma after it, or the line's length. */
interface Field {
  readonly value: string;
  readonly end: number;
}

function plainField(line: string, start: number): Field {
  const comma = line.indexOf(',', start);
  const end = comma === -1 ? line.length : comma;
  return { value: line.slice(start, end), end };
}

function quotedField(line: string, start: number): Field | null {
  let quote = line.indexOf('"', start + 1);
  while (quote !== -1 && line[quote + 1] === '"') quote = line.indexOf('"', quote + 2);
  if (quote === -1) return null;
  const end = quote + 1;
  if (end < line.length && line[end] !== ',') return null;
  return { value: line.slice(start + 1, quote).replaceAll('""', '"'), end };
}
