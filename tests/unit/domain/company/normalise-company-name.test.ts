import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  companyNameTokens,
  normaliseCompanyName,
} from '../../../../backend/src/domain/company/normalise-company-name.ts';

describe('normalising a company name', () => {
  it.each([
    ['Acme Widgets Ltd', 'ACME WIDGETS LIMITED'],
    ['Marks & Spencer plc', 'MARKS AND SPENCER P.L.C.'],
    ['Smith & Co', 'SMITH AND COMPANY LIMITED'],
    ['J. D. Wetherspoon', 'J D WETHERSPOON PLC'],
    ["McDonald's", 'MCDONALDS LIMITED'],
    ['Café Ångström', 'CAFE ANGSTROM LTD.'],
    ['The Heights (Management) No 2', '"HEIGHTS" (MANAGEMENT) NO 2 LIMITED(THE)'],
    ['Lindiwe', '"LINDIWE LTD." LIMITED'],
    ['John Smith t/a Fast Vans', 'JOHN SMITH'],
    ['Out and about C.I.C.', "'OUT AND ABOUT' COMMUNITY INTEREST COMPANY"],
  ])('writes %s and %s alike', (left, right) => {
    expect(normaliseCompanyName(left)).toBe(normaliseCompanyName(right));
  });

  it.each([
    ['0.99 LIMITED', '099 LIMITED'],
    ['! LTD', '- LTD'],
    ['01 LIMITED', '01.02 LIMITED'],
    ['ACME NORTH LTD', 'ACME SOUTH LTD'],
  ])('keeps %s and %s apart', (left, right) => {
    expect(normaliseCompanyName(left)).not.toBe(normaliseCompanyName(right));
  });

  it('keeps numerals and signs of names that consist of them', () => {
    expect(['00035648 LIMITED', '! LTD', '007 TAXIS', '$10 CHIMP LIMITED'].map(normaliseCompanyName)).toEqual([
      '00035648',
      '!',
      '007 TAXIS',
      '$10 CHIMP',
    ]);
  });

  it('never leaves nothing of a name, and changes nothing when done twice to a name of words', () => {
    fc.assert(
      fc.property(
        fc.string().filter((name) => name.trim() !== ''),
        (name) => normaliseCompanyName(name) !== '',
      ),
    );
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z]{3,9}( [A-Za-z]{3,9}){0,3}$/), (name) => {
        const key = normaliseCompanyName(name);
        return normaliseCompanyName(`${name} LTD`) === key && normaliseCompanyName(key) === key;
      }),
    );
  });

  it('names the words in order', () => {
    expect(companyNameTokens('The Acme & Sons Ltd')).toEqual(['ACME', 'AND', 'SONS']);
    expect(companyNameTokens('')).toEqual([]);
  });
});
