import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitCsvLine } from './split-csv-line.js';

describe('splitCsvLine', () => {
  it('gives back the fields that were quoted and joined', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 6 }), (fields) => {
        const line = fields.map((field) => `"${field.replaceAll('"', '""')}"`).join(',');
        expect(splitCsvLine(line)).toEqual(fields);
      }),
    );
  });
});
