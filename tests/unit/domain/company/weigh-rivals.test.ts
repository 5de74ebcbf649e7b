import { describe, expect, it } from 'vitest';
import { matchCompany } from '../../../../backend/src/domain/company/match-company.ts';
import { office, registerCompany } from '../builders.ts';

const options = { autoAcceptConfidence: 0.9 };
const ACME = registerCompany();
const IN_LEEDS = { town: 'Leeds', postcode: 'LS10 2RU' };
const OTHER = { companyNumber: '07654321' };

describe('a name that other candidates make doubtful', () => {
  it('is left to a person when only the brand of several companies at the place is given', () => {
    const services = registerCompany({ ...OTHER, name: 'ACME WIDGETS SERVICES LIMITED' });

    expect(matchCompany({ name: 'Acme Widgets', ...IN_LEEDS }, [ACME, services], options)).toMatchObject({
      kind: 'needs_review',
      reasons: expect.arrayContaining(['companies at this place have longer names that begin so']),
    });
  });

  it('is accepted when the legal form says that it is the whole name, or the longer name is elsewhere or has ended', () => {
    const services = { ...OTHER, name: 'ACME WIDGETS SERVICES LIMITED' };
    const elsewhere = registerCompany({ ...services, registeredOffice: office('YORK', 'YO1 7HH') });
    const ended = registerCompany({ ...services, status: 'Dissolved' });
    const inFull = { name: 'Acme Widgets Ltd', ...IN_LEEDS };
    const brand = { name: 'Acme Widgets', ...IN_LEEDS };

    expect(matchCompany(inFull, [ACME, registerCompany(services)], options).kind).toBe('accepted');
    expect(matchCompany(brand, [ACME, elsewhere], options).kind).toBe('accepted');
    expect(matchCompany(brand, [ACME, ended], options).kind).toBe('accepted');
  });

  it('is left to a person when another company of the town bore it before', () => {
    const previousNames = [{ name: 'ACME WIDGETS LIMITED', changedOn: null }];
    const renamed = registerCompany({ ...OTHER, name: 'ZENITH LIMITED', previousNames });
    const renamedElsewhere = { ...renamed, registeredOffice: office('YORK', 'YO1 7HH') };
    const identity = { name: 'Acme Widgets Ltd', town: 'Leeds' };

    expect(matchCompany(identity, [ACME, renamed], options)).toMatchObject({
      kind: 'needs_review',
      reasons: expect.arrayContaining(['another company had this name before']),
    });
    expect(matchCompany(identity, [ACME, renamedElsewhere], options).kind).toBe('accepted');
  });

  it('is left to a person when the record states the number of one company and the name of another', () => {
    const holding = registerCompany({ ...OTHER, name: 'ACME WIDGETS UK LIMITED' });
    const identity = { name: 'Acme Widgets Ltd', ...OTHER, ...IN_LEEDS };

    expect(matchCompany(identity, [ACME, holding], options)).toMatchObject({
      kind: 'needs_review',
      reasons: expect.arrayContaining(['another company has exactly the name']),
    });
    expect(matchCompany(identity, [holding], options).kind).toBe('accepted');
  });

  it('is never doubted after a person chose the company', () => {
    const holding = registerCompany({ ...OTHER, name: 'ACME WIDGETS UK LIMITED' });
    const knownNumber = { number: OTHER.companyNumber, by: 'person' } as const;

    const decision = matchCompany({ name: 'Acme Widgets' }, [ACME, holding], { ...options, knownNumber });

    expect(decision).toMatchObject({ kind: 'accepted', confidence: 1, company: OTHER });
  });
});

describe('a legal form', () => {
  it.each(['LLP', 'plc', 'C.I.C.', 'Inc.', 'Pty Ltd'])('that differs (%s) is left to a person', (form) => {
    const decision = matchCompany({ name: `Acme Widgets ${form}`, ...IN_LEEDS }, [ACME], options);

    expect(decision.kind).toBe('needs_review');
  });

  it('tells the partnership from the company of the same name and place', () => {
    const partnership = registerCompany({ ...OTHER, name: 'ACME WIDGETS LLP' });
    const accepted = (name: string) => matchCompany({ name, ...IN_LEEDS }, [ACME, partnership], options);

    expect(accepted('Acme Widgets LLP')).toMatchObject({ kind: 'accepted', company: OTHER });
    expect(accepted('Acme Widgets Ltd')).toMatchObject({ kind: 'accepted', company: { companyNumber: '01234567' } });
    expect(accepted('Acme Widgets').kind).toBe('needs_review');
  });
});

describe('a postcode', () => {
  it('of another district leaves an equal town to a person, of the same district it does not', () => {
    const at = (postcode: string) => matchCompany({ name: 'Acme Widgets', town: 'Leeds', postcode }, [ACME], options);

    expect(at('LS28 1AA')).toMatchObject({
      kind: 'needs_review',
      reasons: expect.arrayContaining(['postcode differs']),
    });
    expect(at('LS10 9ZZ').kind).toBe('accepted');
  });

  it.each(['02110', '02110-1234', 'D-20095', '3011 AA', 'N6A 3K7', 'D02 XY45'])(
    'from abroad (%s) speaks against an equal town',
    (postcode) => {
      const decision = matchCompany({ name: 'Acme Widgets', town: 'Leeds', postcode }, [ACME], options);

      expect(decision).toMatchObject({ kind: 'needs_review', confidence: 0.55 });
    },
  );

  it('that is incomplete or mistyped says nothing', () => {
    const at = (postcode: string) => matchCompany({ name: 'Acme Widgets', town: 'Leeds', postcode }, [ACME], options);

    expect(['LS10', 'LS10 2R', 'n/a'].map((postcode) => at(postcode).kind)).toEqual([
      'accepted',
      'accepted',
      'accepted',
    ]);
  });
});
