import { describe, expect, it } from 'vitest';
import { cutText } from '../../../../backend/src/domain/mapping/cut-text.ts';
import { fitTarget } from '../../../../backend/src/domain/mapping/fit-target.ts';
import { INDUSTRY_OPTIONS } from '../../../../backend/src/domain/mapping/hubspot-industry.ts';
import { mapFields } from '../../../../backend/src/domain/mapping/map-fields.ts';
import { findTransform, TRANSFORM_NAMES } from '../../../../backend/src/domain/mapping/transforms.ts';
import { type TargetProperty, whyIncompatible } from '../../../../backend/src/domain/portal/field-compatibility.ts';
import type { FieldMapping } from '../../../../backend/src/domain/portal/settings.ts';
import { HUBSPOT_INDUSTRIES } from '../../../../sandbox/state/hubspot-industries.ts';

const target = (fields: Partial<TargetProperty>): TargetProperty => ({
  name: 'field',
  type: 'string',
  readOnly: false,
  options: [],
  ...fields,
});
const mapping = (fields: Partial<FieldMapping>): FieldMapping => ({
  source: 'score',
  target: 'field',
  transform: null,
  policy: 'fill_empty',
  respectHumanEdits: true,
  ...fields,
});

describe('a transform', () => {
  it.each([
    ['round', '0.49', '0'],
    ['round', '-0', '0'],
    ['band', '80', 'hot'],
    ['band', '79', 'warm'],
    ['band', '0', 'cold'],
    ['join', 'Call\nWrite, soon', 'Call; Write; soon'],
    ['split', '62012, 62020', '62012;62020'],
    ['date', '2018-05-01T10:00:00Z', '2018-05-01'],
    ['currency', '1234567', '£1,234,567'],
    ['currency', '0', '£0'],
    ['industry', '62012, 41100', 'COMPUTER_SOFTWARE'],
    ['industry', '99999, 01110', 'FARMING'],
    ['country', '1 High Street, Leeds, LS1 4AP', 'United Kingdom'],
    ['country', '1 Rue X, Paris, France', 'France'],
    ['country', 'Scotland', 'United Kingdom'],
    ['country', 'DE', 'Germany'],
    ['phone', '0113 249 6000', '+441132496000'],
    ['phone', '+44 (0)113 249 6000 ext. 12', '+441132496000'],
    ['phone', '0033 1 23 45 67 89', '+33123456789'],
    ['trim', `  ${'x'.repeat(300)}`, 'x'.repeat(255)],
  ])('%s turns %j into %j', (name, value, expected) => {
    expect(findTransform(name)?.(value)).toBe(expected);
  });

  it.each([
    ['round', 'many'],
    ['band', ''],
    ['currency', 'unknown'],
    ['date', 'May 2018'],
    ['industry', '99999'],
    ['country', 'somewhere'],
    ['phone', 'call me'],
    ['phone', '12'],
  ])('%s gives nothing rather than something wrong for %j', (name, value) => {
    expect(findTransform(name)?.(value)).toBeUndefined();
  });

  it('never gives a text longer than HubSpot keeps', () => {
    const long = 'ab, '.repeat(40_000);
    const longest = [null, ...TRANSFORM_NAMES].map((name) => findTransform(name)?.(long)?.length ?? 0);

    expect(Math.max(...longest)).toBe(65_536);
  });

  it('knows only industries that HubSpot offers', () => {
    const offered = HUBSPOT_INDUSTRIES.map(([value]) => value);

    expect(INDUSTRY_OPTIONS.filter((option) => !offered.includes(option))).toEqual([]);
  });
});

describe('cutting a text', () => {
  it.each([
    ['a👩‍👩‍👧‍👦b', 3, 'a'],
    ['ae\u0301x', 2, 'a'],
    ['🇬🇧🇫🇷', 5, '🇬🇧'],
    ['short', 10, 'short'],
  ])('leaves %j within %i units as %j', (text, max, expected) => {
    expect(cutText(text, max)).toBe(expected);
  });
});

describe('what suits a target', () => {
  const industry = target({ type: 'enumeration', options: [{ value: 'FARMING', label: 'Farming' }] });

  it.each([
    [{ transform: 'band' }, { type: 'number' }, false],
    [{ transform: 'round' }, { type: 'number' }, true],
    [{ source: 'turnover', transform: 'currency' }, { type: 'string' }, true],
    [{ source: 'turnover', transform: 'currency' }, { type: 'number' }, false],
    [{ source: 'incorporatedOn', transform: 'date' }, { type: 'date' }, true],
    [{ source: 'town', transform: 'date' }, { type: 'date' }, false],
    [{ source: 'sicCodes', transform: 'industry' }, industry, true],
    [{ source: 'town', transform: 'industry' }, industry, false],
    [{ transform: 'band' }, industry, false],
    [{ source: 'companyName', transform: 'phone' }, { type: 'phone_number' }, true],
    [{ source: 'companyName' }, { type: 'phone_number' }, false],
    [{ source: 'signals', transform: 'join' }, { type: 'string' }, true],
    [{ source: 'town', transform: 'join' }, { type: 'string' }, false],
  ] as const)('%o into %o: %s', (from, to, suits) => {
    expect(whyIncompatible(mapping(from), target(to)) === undefined).toBe(suits);
  });

  it.each([
    ['owners', /owners of the account/],
    ['elsewhere', /stages/],
  ] as const)('says what options from %s are', (optionsFrom, words) => {
    expect(whyIncompatible(mapping({ source: 'dealStage' }), target({ type: 'enumeration', optionsFrom }))).toMatch(
      words,
    );
  });

  it('finds an option by value and by label, and names a value that is none', () => {
    expect(fitTarget('farming', industry)).toEqual({ kind: 'fits', value: 'FARMING' });
    expect(fitTarget('Fishing', industry)).toMatchObject({ kind: 'unfit', reason: expect.stringContaining('Fishing') });
    expect(fitTarget('', industry)).toEqual({ kind: 'fits', value: '' });
  });

  it('gives a moment as HubSpot reads it back, so that the same day is no change', () => {
    expect(fitTarget('2018-05-01', target({ type: 'datetime' }))).toEqual({
      kind: 'fits',
      value: '2018-05-01T00:00:00.000Z',
    });
  });
});

describe('applying mappings', () => {
  it('keeps 0 and the empty text, and drops what a transform cannot turn', () => {
    const mappings = [
      mapping({ source: 'score', target: 'a' }),
      mapping({ source: 'employees', target: 'b', transform: 'round' }),
      mapping({ source: 'town', target: 'c' }),
      mapping({ source: 'website', target: 'd', transform: 'phone' }),
    ];

    const mapped = mapFields({ score: '0', employees: '0', town: '', website: 'acme.example' }, mappings);

    expect(mapped.map(({ value }) => value)).toEqual(['0', '0', '', undefined]);
  });

  it('tells of a target that changed its type since, and still maps the others', () => {
    const mappings = [mapping({ target: 'tier' }), mapping({ target: 'rank' })];
    const targets = { tier: target({ name: 'tier', type: 'date' }), rank: target({ name: 'rank', type: 'number' }) };

    const [tier, rank] = mapFields({ score: '74' }, mappings, targets);

    expect(tier?.problem).toBe('the property has changed: score is no date, but tier takes only dates');
    expect(rank).toEqual({ mapping: mappings[1], value: '74' });
  });
});
