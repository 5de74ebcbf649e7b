import { describe, expect, it } from 'vitest';
import {
  BadCell,
  readCompanyNumber,
  readCount,
  readDay,
  readName,
  readText,
} from '../../../backend/src/adapters/register/bulk-values.ts';

describe('a company number', () => {
  it.each([
    ['01234567', '01234567'],
    [' sc123456 ', 'SC123456'],
    ['R0000123', 'R0000123'],
    ['IP19198R', 'IP19198R'],
    ['445790', '00445790'],
  ])('%s is read as %s', (cell, number) => {
    expect(readCompanyNumber(cell)).toBe(number);
  });

  it.each(['', '12', 'ABCDEFGH', '123456789', 'SC12345', '12-34567'])('%s is refused', (cell) => {
    expect(() => readCompanyNumber(cell)).toThrow(BadCell);
  });
});

describe('a name', () => {
  it.each([
    ['ACME \u202EDETIMIL LIMITED', 'ACME DETIMIL LIMITED'],
    ['AC\u200BME\u00AD\u{E0041} LTD', 'ACME LTD'],
    ['CAFÉ & SONS LTD', 'CAFÉ & SONS LTD'],
    ['\u200B', null],
  ])('%j is read without what nobody sees', (cell, name) => {
    expect(readName(cell, 'CompanyName')).toBe(name);
  });
});

describe('a day', () => {
  it.each([
    ['29/02/2024', '2024-02-29'],
    ['31/12/1999', '1999-12-31'],
    ['', null],
  ])('%s is read as %s', (cell, day) => {
    expect(readDay(cell, 'IncorporationDate')).toBe(day);
  });

  it.each(['29/02/2023', '29/02/1900', '31/04/2024', '00/01/2024', '01/13/2024', '2024-01-01', '1/2/2024'])(
    '%s is refused',
    (cell) => {
      expect(() => readDay(cell, 'IncorporationDate')).toThrow(BadCell);
    },
  );
});

describe('text and counts', () => {
  it('are unknown when the cell is empty or the column missing', () => {
    expect(readText('  ', 'CompanyStatus')).toBeNull();
    expect(readText(undefined, 'CompanyStatus')).toBeNull();
    expect(readCount('', 'Mortgages.NumMortCharges')).toBeNull();
  });

  it.each(['-1', '1.5', 'two'])('%s is not a count', (cell) => {
    expect(() => readCount(cell, 'Mortgages.NumMortCharges')).toThrow('is not a count');
  });
});
