import { describe, expect, it } from 'vitest';
import { splitCsvLine } from './split-csv-line.js';

describe('splitCsvLine', () => {
  it.each([
    ['0,70 80,Training', ['0', '70 80', 'Training']],
    ['0,"70 80",Training', ['0', '70 80', 'Training']],
    ['"a,b","say ""hi"""', ['a,b', 'say "hi"']],
    ['', ['']],
    [',', ['', '']],
    ['a,', ['a', '']],
    ['"",x', ['', 'x']],
    ['""""', ['"']],
    ['5" screen,x', ['5" screen', 'x']],
  ])('splits %j', (line, fields) => {
    expect(splitCsvLine(line)).toEqual(fields);
  });

  it.each(['"open', 'a,"open', '"closed"x,b', '"a""'])('refuses the quotes of %j', (line) => {
    expect(splitCsvLine(line)).toBeNull();
  });
});
