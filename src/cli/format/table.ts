import pc from 'picocolors';

/**
 * Lay out a table in columns, the first row as a header; columns of numbers are aligned on the right.
 * @param rows cells without colour, as many as the header has
 */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i].length)));
  const isNumeric = header.map((_, i) => rows.every((row) => /^-?(\d|$)/.test(row[i])));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => (isNumeric[i] ? cell.padStart(widths[i]) : cell.padEnd(widths[i])))
      .join('  ')
      .trimEnd();
  return [pc.dim(line(header)), ...rows.map(line)].map((text) => `  ${text}`).join('\n');
}

/** A fraction as a percentage with one decimal, `-` where there is none. */
export function percent(fraction: number | null): string {
  return fraction === null ? '-' : `${(fraction * 100).toFixed(1)} %`;
}
