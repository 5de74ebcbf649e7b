import { describe, expect, it } from 'vitest';
import { matchCompany } from '../../../../backend/src/domain/company/match-company.ts';
import { office, registerCompany } from '../builders.ts';

const options = { autoAcceptConfidence: 0.9 };
const ACME = registerCompany();
const IN_LEEDS = { name: 'Acme Widgets', town: 'Leeds' };

describe('matching a record with the register', () => {
  it.each([
    ['town', IN_LEEDS, ['name equal after normalising', 'town equal']],
    ['postcode', { name: 'Acme Widgets Ltd', postcode: 'ls102ru' }, ['name equal after normalising', 'postcode equal']],
  ])('accepts an equal name with an equal %s', (_what, identity, reasons) => {
    const decision = matchCompany(identity, [ACME], options);

    expect(decision).toMatchObject({ kind: 'accepted', company: { id: 'gb-01234567', status: 'Active' }, reasons });
    expect(decision).toHaveProperty('confidence', expect.closeTo(0.96, 1));
  });

  it('asks about a name without a place, also when it is the only one', () => {
    const decision = matchCompany({ name: 'Acme Widgets' }, [ACME], options);

    expect(decision).toMatchObject({
      kind: 'needs_review',
      confidence: 0.8,
      candidates: [{ companyNumber: '01234567' }],
    });
  });

  it('rates a name in another place, or another country, clearly lower', () => {
    const elsewhere = matchCompany({ name: 'Acme Widgets', town: 'York' }, [ACME], options);
    const abroad = matchCompany({ ...IN_LEEDS, country: 'United States' }, [ACME], options);

    expect(elsewhere).toMatchObject({ kind: 'needs_review', confidence: 0.55 });
    expect(abroad).toMatchObject({ kind: 'needs_review', confidence: 0.55 });
  });

  it('asks when two companies fit as well', () => {
    const twin = registerCompany({ companyNumber: '07654321', name: 'ACME WIDGETS LLP' });

    const decision = matchCompany(IN_LEEDS, [twin, ACME], options);

    expect(decision).toMatchObject({
      kind: 'needs_review',
      reasons: expect.arrayContaining(['another company has the same name', 'more than one company fits as well']),
      candidates: [{ companyNumber: '01234567' }, { companyNumber: '07654321' }],
    });
  });

  it('accepts the one at the place when a namesake lives elsewhere, and says that there is one', () => {
    const namesake = registerCompany({ companyNumber: '07654321', registeredOffice: office('YORK', 'YO1 7HH') });

    const decision = matchCompany(IN_LEEDS, [ACME, namesake], options);

    expect(decision).toMatchObject({ kind: 'accepted', company: { companyNumber: '01234567' } });
    expect(decision.reasons).toContain('another company has the same name');
  });

  it('never takes a dissolved company silently while a living one bears its name', () => {
    const dissolved = registerCompany({ companyNumber: '07654321', status: 'Dissolved' });
    const living = registerCompany({ registeredOffice: office('YORK', 'YO1 7HH') });

    expect(matchCompany(IN_LEEDS, [dissolved, living], options).kind).toBe('needs_review');
    expect(matchCompany(IN_LEEDS, [dissolved], options)).toMatchObject({ kind: 'accepted' });
  });

  it('asks about a previous name', () => {
    const renamed = registerCompany({
      name: 'ZENITH LTD',
      previousNames: [{ name: 'ACME WIDGETS LTD', changedOn: null }],
    });

    expect(matchCompany(IN_LEEDS, [renamed], options)).toMatchObject({
      kind: 'needs_review',
      reasons: ['equal to a previous name', 'town equal'],
    });
  });

  it('accepts a number that goes with the name, and asks when the name is clearly another', () => {
    const number = { companyNumber: '01234567' };

    expect(matchCompany(number, [ACME], options)).toMatchObject({ kind: 'accepted' });
    expect(matchCompany({ ...number, name: 'Acme Widget' }, [ACME], options)).toMatchObject({ kind: 'accepted' });
    expect(matchCompany({ ...number, name: 'Borealis Foods' }, [ACME], options).kind).toBe('needs_review');
  });

  it('does not accept a company by name when the record states another number', () => {
    expect(matchCompany({ ...IN_LEEDS, companyNumber: '99999999' }, [ACME], options).kind).toBe('needs_review');
  });

  it('accepts what a person chose for the record whatever the name, and what a colleague chose for the domain', () => {
    const person = { ...options, knownNumber: { number: '01234567', by: 'person' as const } };
    const domain = { ...options, knownNumber: { number: '01234567', by: 'domain' as const } };

    expect(matchCompany({ name: 'Borealis Foods' }, [ACME], person)).toMatchObject({ kind: 'accepted', confidence: 1 });
    expect(matchCompany({ domain: 'acme.co.uk' }, [ACME], domain)).toMatchObject({
      kind: 'accepted',
      company: { domain: 'acme.co.uk' },
      reasons: ['domain chosen by a colleague'],
    });
    expect(matchCompany({ name: 'Borealis Foods' }, [ACME], domain).kind).toBe('needs_review');
  });

  it('drops what is far from the name and says that nothing was found', () => {
    expect(matchCompany({ name: 'Borealis Foods', town: 'Leeds' }, [ACME], options)).toEqual({
      kind: 'no_match',
      reasons: ['no company with this or a similar name in the register'],
    });
  });

  it('shows at most ten candidates, best first, in an order that the database does not decide', () => {
    const rows = Array.from({ length: 12 }, (_, index) =>
      registerCompany({ companyNumber: `0000000${index}`.slice(-8) }),
    );

    const forth = matchCompany({ name: 'Acme Widgets' }, rows, options);
    const back = matchCompany({ name: 'Acme Widgets' }, [...rows].reverse(), options);

    expect(forth).toEqual(back);
    expect(forth).toHaveProperty('candidates.length', 10);
  });
});
