import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitCsvLine } from '../../../backend/src/adapters/register/split-csv-line.ts';

describe('splitCsvLine', () => {
  it.each([
    ['a,b,c', ['a', 'b', 'c']],
    ['"a,b",c', ['a,b', 'c']],
    ['"""309"" WEST END",x', ['"309" WEST END', 'x']],
    ['a,,', ['a', '', '']],
    ['"",""', ['', '']],
    ['', ['']],
  ])('reads %s', (line, cells) => {
    expect(splitCsvLine(line)).toEqual(cells);
  });

  it.each(['"open,b', 'a,"b', '"a""'])('says that a quote is open in %s', (line) => {
    expect(splitCsvLine(line)).toBe('open_quote');
  });

  it.each(['a "b" c,d', '"a"b,c', 'a"'])('says that a quote stands where none may in %s', (line) => {
    expect(splitCsvLine(line)).toBe('stray_quote');
  });

  it('gives back whatever cells were written with quotes', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1 }), (cells) => {
        const line = cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',');
        expect(splitCsvLine(line)).toEqual(cells);
      }),
    );
  });
});
