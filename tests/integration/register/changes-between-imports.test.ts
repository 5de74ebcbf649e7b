import { describe, expect, it } from 'vitest';
import { makeCompanyRegister } from '../../../backend/src/adapters/register/company-register.ts';
import { officialFile, prepareRegister, reducedFile } from './register-fixture.ts';

const register = prepareRegister();
const readCompany = (number: string) => makeCompanyRegister(register.pool()).readCompany(number);

const BEFORE = {
  CompanyName: 'OTTERBURN LIMITED',
  CompanyNumber: '99900007',
  'RegAddress.AddressLine1': '1 MILL LANE',
  'RegAddress.PostTown': 'LEEDS',
  'RegAddress.PostCode': 'LS1 4ZZ',
  CompanyStatus: 'Active',
  'Accounts.AccountCategory': 'SMALL',
  'Mortgages.NumMortOutstanding': '0',
  'SICCode.SicText_1': '62012 - Business and domestic software development',
};
const AFTER = {
  ...BEFORE,
  CompanyName: 'OTTERBURN GROUP LIMITED',
  'RegAddress.PostCode': 'M1 3ZZ',
  'RegAddress.PostTown': 'MANCHESTER',
  CompanyStatus: 'Active - Proposal to Strike off',
  'Accounts.AccountCategory': 'FULL',
  'Mortgages.NumMortOutstanding': '2',
  'SICCode.SicText_2': '62020 - Information technology consultancy activities',
};
const OTHER = { CompanyName: 'OTHER LTD', CompanyNumber: '99900014', CompanyStatus: 'Active' };

describe('changes between two imports', () => {
  it('are recorded for every watched fact with the day of the snapshot that showed them', async () => {
    await register.load(register.write('october.csv', officialFile(BEFORE)), { snapshotOn: '2026-10-01' });

    const result = await register.load(register.write('november.csv', officialFile(AFTER)), {
      snapshotOn: '2026-11-01',
    });

    expect(result).toMatchObject({ added: 0, changed: 1, unchanged: 0 });
    const changes = (await readCompany('99900007'))?.changes ?? [];
    expect(changes.every(({ seenOn }) => seenOn === '2026-11-01')).toBe(true);
    expect(Object.fromEntries(changes.map(({ field, before, after }) => [field, [before, after]]))).toEqual({
      name: ['OTTERBURN LIMITED', 'OTTERBURN GROUP LIMITED'],
      status: ['Active', 'Active - Proposal to Strike off'],
      accountsCategory: ['SMALL', 'FULL'],
      chargesOutstanding: ['0', '2'],
      registeredOffice: ['1 MILL LANE, LEEDS, LS1 4ZZ', '1 MILL LANE, MANCHESTER, M1 3ZZ'],
      sicCodes: ['62012', '62012, 62020'],
    });
  });

  it('are none when an unknown fact becomes known or a description is worded anew', async () => {
    const reduced = reducedFile(
      ['CompanyName', 'CompanyNumber', 'SICCode.SicText_1'],
      ['OTTERBURN LIMITED', '99900007', '62012 - Software'],
    );
    await register.load(register.write('reduced.csv', reduced), { snapshotOn: '2026-10-01' });

    const result = await register.load(register.write('full.csv', officialFile(BEFORE)), { snapshotOn: '2026-11-01' });

    expect(result).toMatchObject({ changed: 1 });
    expect((await readCompany('99900007'))?.changes).toEqual([]);
  });

  it('move the day of a row that stayed the same', async () => {
    const path = register.write('same.csv', officialFile(BEFORE));
    await register.load(path, { snapshotOn: '2026-10-01' });

    const result = await register.load(path, { snapshotOn: '2026-11-01' });

    expect(result).toMatchObject({ changed: 0, unchanged: 1 });
    expect((await readCompany('99900007'))?.snapshotOn).toBe('2026-11-01');
  });
});

describe('a complete snapshot', () => {
  const october = () =>
    register.load(register.write('october.csv', officialFile(BEFORE, OTHER)), { snapshotOn: '2026-10-01' });
  const november = (...rows: Record<string, string>[]) =>
    register.load(register.write('november.csv', officialFile(...rows)), {
      snapshotOn: '2026-11-01',
      isComplete: true,
    });

  it('marks companies that it no longer lists as removed, once', async () => {
    await october();

    const first = await november(BEFORE);
    const second = await november(BEFORE);

    expect(first).toMatchObject({ unchanged: 1, removed: 1 });
    expect(second).toMatchObject({ unchanged: 1, removed: 0 });
    expect(await readCompany('99900014')).toMatchObject({
      status: 'removed',
      changes: [{ field: 'status', before: 'Active', after: 'removed', seenOn: '2026-11-01' }],
    });
  });

  it('brings a removed company back that is listed again', async () => {
    await october();
    await november(BEFORE);

    const result = await register.load(register.write('december.csv', officialFile(BEFORE, OTHER)), {
      snapshotOn: '2026-12-01',
      isComplete: true,
    });

    expect(result).toMatchObject({ changed: 1, unchanged: 1, removed: 0 });
    expect((await readCompany('99900014'))?.status).toBe('Active');
  });

  it('does not remove a company whose row it lists but which is rejected', async () => {
    await october();

    const result = await november(BEFORE, { ...OTHER, IncorporationDate: '99/99/2020' });

    expect(result).toMatchObject({ rejected: 1, removed: 0 });
    expect((await readCompany('99900014'))?.status).toBe('Active');
  });

  it('that is older removes nothing that a newer one lists', async () => {
    await october();

    const result = await register.load(register.write('september.csv', officialFile(BEFORE)), {
      snapshotOn: '2026-09-01',
      isComplete: true,
    });

    expect(result).toMatchObject({ removed: 0 });
  });
});
