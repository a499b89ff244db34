import fc from 'fast-check';
import { expect, it } from 'vitest';
import { textField, unguarded } from './csv-field.js';
import { splitCsvLine } from './split-csv-line.js';

const text = fc.string({ unit: fc.constantFrom("'", '=', '-', '+', '@', '\t', '\r', '\n', '"', ',', 'a') });

it('any text comes back from its field', () => {
  fc.assert(
    fc.property(text, text, (a, b) => {
      const fields = splitCsvLine(`${textField(a)},${textField(b)}`);
      expect(fields?.map(unguarded)).toEqual([a, b]);
    }),
  );
});

it('no field begins like a formula', () => {
  fc.assert(
    fc.property(text, (a) => {
      expect(splitCsvLine(textField(a))?.[0]).not.toMatch(/^[=+\-@\t\r]/);
    }),
  );
});
