import { describe, expect, it } from 'vitest';
import type { CompanyIdentity } from '../../../../backend/src/domain/company/company.ts';
import { matchCompany } from '../../../../backend/src/domain/company/match-company.ts';
import { type StatedNumber, statedNumbersOf } from '../../../../backend/src/domain/company/stated-number.ts';
import { office, registerCompany } from '../builders.ts';

const ACME = registerCompany({ companyNumber: '01234567', name: 'ACME WIDGETS LIMITED' });
const AGENCY = registerCompany({ companyNumber: '07654321', name: 'PIXEL PRINT LIMITED' });
const GROUP = registerCompany({ companyNumber: '02222222', name: 'ACME GROUP PLC' });
const ENDED = registerCompany({ companyNumber: '03333333', name: 'ACME WIDGETS LTD', status: 'Dissolved' });
const ROWS = [ACME, AGENCY, GROUP];

interface Told {
  readonly numbers: readonly string[];
  readonly names?: readonly string[];
  readonly isOwnDomain?: boolean;
  readonly by?: 'website' | 'oppspot';
}

const told = ({ numbers, names = [], isOwnDomain = true, by = 'website' }: Told) => ({
  by,
  statement: { companyNumbers: numbers, names, isOwnDomain },
});
const decide = (identity: CompanyIdentity, statements: readonly Told[], rows = ROWS) =>
  matchCompany({ domain: 'acme.co.uk', ...identity }, rows, {
    autoAcceptConfidence: 0.9,
    stated: statedNumbersOf(statements.map(told)),
  });
const outcome = (decision: ReturnType<typeof matchCompany>) =>
  decision.kind === 'accepted' ? decision.company.companyNumber : decision.kind;

/** What a website says, what the record says, and which company that is. */
const GOLDEN: readonly (readonly [string, CompanyIdentity, Told, string])[] = [
  ['its own number, the name equal', { name: 'Acme Widgets' }, { numbers: ['01234567'] }, '01234567'],
  [
    'its own number, the town elsewhere',
    { name: 'Acme Widgets Ltd', town: 'York' },
    { numbers: ['01234567'] },
    '01234567',
  ],
  ['its own number, a slip in the name', { name: 'Acme Widgts' }, { numbers: ['01234567'] }, '01234567'],
  ['its own number, the name shortened', { name: 'Acme' }, { numbers: ['02222222'] }, '02222222'],
  ['the number of its web agency', { name: 'Acme Widgets' }, { numbers: ['07654321'] }, 'needs_review'],
  ['the number of its parent', { name: 'Acme Widgets' }, { numbers: ['02222222'] }, 'needs_review'],
  ['the number behind a brand', { name: 'Blue Anvil' }, { numbers: ['01234567'] }, 'needs_review'],
  ['another legal form', { name: 'Acme Widgets LLP' }, { numbers: ['01234567'] }, 'needs_review'],
  ['several numbers', { name: 'Acme Widgets' }, { numbers: ['01234567', '07654321'] }, 'needs_review'],
  [
    'its number, behind a redirect',
    { name: 'Acme Widgets' },
    { numbers: ['01234567'], isOwnDomain: false },
    'needs_review',
  ],
  ['a number that the register does not have', { name: 'Nobody' }, { numbers: ['09999999'] }, 'no_match'],
  [
    'another number than the record',
    { name: 'Acme Widgets', companyNumber: '07654321' },
    { numbers: ['01234567'] },
    'needs_review',
  ],
  ['no name on the record, its own on the page', {}, { numbers: ['01234567'], names: ['Acme Widgets'] }, '01234567'],
  [
    'no name on the record, its own as domain',
    {},
    { numbers: ['01234567'], names: ['Home', 'acmewidgets'] },
    '01234567',
  ],
  ['no name on the record, the beginning of its own', {}, { numbers: ['02222222'], names: ['Acme Group'] }, '02222222'],
  [
    'no name on the record, the agency in the footer',
    {},
    { numbers: ['07654321'], names: ['Acme Widgets', 'acme'] },
    'needs_review',
  ],
  ['no name on the record, one common word', {}, { numbers: ['01234567'], names: ['Acme'] }, 'needs_review'],
  ['no name on the record, none on the page', {}, { numbers: ['01234567'] }, 'needs_review'],
];

describe('a company number that is stated for the domain', () => {
  it.each(GOLDEN)('%s', (_, identity, statement, expected) => {
    expect(outcome(decide(identity, [statement]))).toBe(expected);
  });

  it('is a reason in words, and the company gets the domain', () => {
    const decision = decide({ name: 'Acme Widgets' }, [{ numbers: ['01234567'] }]);

    expect(decision).toMatchObject({
      kind: 'accepted',
      confidence: 0.96,
      reasons: ['company number stated on the website of the domain', 'name equal after normalising'],
      company: { domain: 'acme.co.uk' },
    });
  });

  it('leaves what it names against the name as a candidate, with the reason', () => {
    const decision = decide({ name: 'Acme Widgets' }, [{ numbers: ['07654321'] }]);

    expect(decision).toMatchObject({ kind: 'needs_review' });
    expect(decision).toHaveProperty(
      'candidates',
      expect.arrayContaining([
        expect.objectContaining({
          companyNumber: '07654321',
          confidence: 0.6,
          reasons: ['company number stated on the website of the domain', 'name differs'],
        }),
      ]),
    );
  });

  it('of a company that has ended is left to a person', () => {
    expect(outcome(decide({ name: 'Acme Widgets' }, [{ numbers: ['03333333'] }], [ENDED]))).toBe('needs_review');
  });

  it('does not count against a company that has exactly the name', () => {
    const twin = registerCompany({ companyNumber: '04444444', name: 'ACME LIMITED' });

    expect(outcome(decide({ name: 'Acme' }, [{ numbers: ['02222222'] }], [GROUP, twin]))).toBe('needs_review');
  });

  it('told by website and oppSpot alike is accepted, told differently is not', () => {
    const website = { numbers: ['01234567'] };

    expect(outcome(decide({ name: 'Acme Widgets' }, [website, { numbers: ['01234567'], by: 'oppspot' }]))).toBe(
      '01234567',
    );
    expect(outcome(decide({ name: 'Acme Widgets' }, [website, { numbers: ['02222222'], by: 'oppspot' }]))).toBe(
      'needs_review',
    );
  });

  it('that was accepted before counts for a record without a name, and for no other name', () => {
    const remembered: StatedNumber = { number: '01234567', by: 'website', names: [], doubt: null, isRemembered: true };
    const again = (identity: CompanyIdentity) =>
      outcome(matchCompany(identity, [ACME], { autoAcceptConfidence: 0.9, stated: [remembered] }));

    expect(again({ domain: 'acme.co.uk' })).toBe('01234567');
    expect(again({ domain: 'acme.co.uk', name: 'Bakery Brown' })).toBe('needs_review');
  });

  it('never takes confidence from what name and place say', () => {
    const inLeeds = { name: 'Acme Widgets', town: 'Leeds' };
    const rows = [registerCompany({ ...ACME, registeredOffice: office('LEEDS', 'LS10 2RU') })];

    expect(outcome(decide(inLeeds, [{ numbers: ['01234567', '07654321'] }], rows))).toBe('01234567');
  });
});
