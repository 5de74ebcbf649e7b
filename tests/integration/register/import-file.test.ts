import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { makeCompanyRegister } from '../../../backend/src/adapters/register/company-register.ts';
import { officialFile, prepareRegister, reducedFile } from './register-fixture.ts';
import { zipOf } from './zip-of.ts';

const register = prepareRegister();
const readCompany = (number: string) => makeCompanyRegister(register.pool()).readCompany(number);

const REAL_FILE = '../shared/companies-house/basic-company-data-500.csv';
const FULL = {
  CompanyName: 'QUILLFEATHER ANALYTICS LIMITED',
  CompanyNumber: '99900007',
  'RegAddress.AddressLine1': '1 INVENTED STREET',
  'RegAddress.AddressLine2': 'THE WHARF',
  'RegAddress.PostTown': 'LEEDS',
  'RegAddress.PostCode': 'LS1 4ZZ',
  CompanyCategory: 'Private Limited Company',
  CompanyStatus: 'Active',
  CountryOfOrigin: 'United Kingdom',
  IncorporationDate: '29/02/2016',
  'Accounts.NextDueDate': '31/12/2026',
  'Accounts.AccountCategory': 'SMALL',
  'Mortgages.NumMortCharges': '3',
  'Mortgages.NumMortOutstanding': '1',
  'Mortgages.NumMortPartSatisfied': '1',
  'SICCode.SicText_1': '62012 - Business and domestic software development',
  'PreviousName_1.CONDATE': '01/03/2020',
  'PreviousName_1.CompanyName': 'GOOSEFEATHER LIMITED',
  ConfStmtNextDueDate: '05/01/2027',
};

describe('an official file with all 55 columns', () => {
  it('brings every fact of a row, columns with blanks in their header names too', async () => {
    const path = register.write('BasicCompanyDataAsOneFile-2026-11-01.csv', officialFile(FULL));

    const result = await register.load(path);

    expect(result).toMatchObject({
      rowsRead: 1,
      added: 1,
      changed: 0,
      unchanged: 0,
      rejected: 0,
      snapshotOn: '2026-11-01',
    });
    expect(await readCompany('99900007')).toEqual({
      companyNumber: '99900007',
      name: 'QUILLFEATHER ANALYTICS LIMITED',
      status: 'Active',
      companyCategory: 'Private Limited Company',
      countryOfOrigin: 'United Kingdom',
      incorporatedOn: '2016-02-29',
      dissolvedOn: null,
      registeredOffice: {
        line1: '1 INVENTED STREET',
        line2: 'THE WHARF',
        town: 'LEEDS',
        county: null,
        country: null,
        postcode: 'LS1 4ZZ',
      },
      sicCodes: [{ code: '62012', description: 'Business and domestic software development' }],
      accountsCategory: 'SMALL',
      accountsNextDueOn: '2026-12-31',
      accountsLastMadeUpTo: null,
      confirmationStatementNextDueOn: '2027-01-05',
      confirmationStatementLastMadeUpTo: null,
      chargesTotal: 3,
      chargesOutstanding: 2,
      previousNames: [{ name: 'GOOSEFEATHER LIMITED', changedOn: '2020-03-01' }],
      snapshotOn: '2026-11-01',
      changes: [],
    });
  });

  it('changes nothing when it is imported again', async () => {
    const path = register.write('again.csv', officialFile(FULL, { ...FULL, CompanyNumber: '99900014' }));
    await register.load(path);

    const second = await register.load(path);

    expect(second).toMatchObject({ added: 0, changed: 0, unchanged: 2, rejected: 0 });
    expect((await register.pool().query('SELECT 1 FROM register_changes')).rowCount).toBe(0);
  });

  it('tells "none supplied" from an empty cell', async () => {
    const none = { ...FULL, CompanyNumber: '99900021', 'SICCode.SicText_1': 'None Supplied' };
    const empty = { ...FULL, CompanyNumber: '99900028', 'SICCode.SicText_1': '' };
    const old = { ...FULL, CompanyNumber: '99900035', 'SICCode.SicText_1': '7499 - Non-trading company' };

    await register.load(register.write('sic.csv', officialFile(none, empty, old)));

    expect((await readCompany('99900021'))?.sicCodes).toEqual([]);
    expect((await readCompany('99900028'))?.sicCodes).toBeNull();
    expect((await readCompany('99900035'))?.sicCodes).toBeNull();
  });

  it.skipIf(!existsSync(REAL_FILE))('reads the 500 real rows without a reject', async () => {
    const first = await register.load(REAL_FILE);
    const second = await register.load(REAL_FILE);

    expect(first).toMatchObject({ rowsRead: 500, added: 500, rejected: 0 });
    expect(second).toMatchObject({ added: 0, changed: 0, unchanged: 500 });
    expect(await readCompany('11006939')).toMatchObject({
      name: '!NNOV8 LIMITED',
      accountsCategory: null,
      chargesOutstanding: null,
    });
  });
});

describe('a zip archive', () => {
  it('is read without unpacking, all its files in order', async () => {
    const second = officialFile({ ...FULL, CompanyNumber: '99900014' }, { ...FULL, CompanyNumber: 'bad' });
    const path = register.write(
      'BasicCompanyData-2026-11-01-part1_2.zip',
      zipOf({ 'part1.csv': officialFile(FULL), 'part2.csv': second, 'readme.txt': 'x' }),
    );

    const result = await register.load(path);

    expect(result).toMatchObject({ rowsRead: 3, added: 2, rejected: 1, snapshotOn: '2026-11-01' });
    expect(result.rejects).toEqual([expect.stringMatching(/^line 3: CompanyNumber "BAD" is not .*\(part2\.csv\)$/)]);
  });

  it('that is damaged is refused with what to do', async () => {
    const whole = zipOf({ 'part1.csv': officialFile(FULL) });
    const path = register.write('damaged.zip', whole.subarray(0, whole.length - 30));

    await expect(register.load(path)).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('damaged'),
    });
  });
});

describe('rows that cannot be trusted', () => {
  it('are reported with line and reason, and the others are imported', async () => {
    const good = 'GOOD ONE LTD,99900001,Active,01/02/2020,1';
    const path = register.write(
      'garbled.csv',
      Buffer.concat([
        Buffer.from('CompanyName,CompanyNumber,CompanyStatus,IncorporationDate,Mortgages.NumMortCharges\n'),
        Buffer.from(`${good}\n`),
        Buffer.from('NO NUMBER LTD,,Active,,\n'),
        Buffer.from('ODD NUMBER LTD,12AB,Active,,\n'),
        Buffer.from(',99900002,Active,,\n'),
        Buffer.from('BAD DATE LTD,99900003,Active,31/02/2020,\n'),
        Buffer.from('BAD COUNT LTD,99900004,Active,,many\n'),
        Buffer.from('SHORT LTD,99900005\n'),
        Buffer.from('"OPEN QUOTE LTD,99900006,Active,,\n'),
        Buffer.from('STRAY "QUOTE" LTD,99900007,Active,,\n'),
        Buffer.from('NOT TEXT ', 'latin1'),
        Buffer.from([0xff, 0xfe, 0x81]),
        Buffer.from(' LTD,99900008,Active,,\n'),
        Buffer.from('TWICE LTD,99900001,Active,,\n'),
        Buffer.from(`NUL\0 LTD,99900009,Active,,\n`),
        Buffer.from(`${'LONG '.repeat(200)},99900010,Active,,\n`),
        Buffer.from('LAST ONE LTD,99900011,Active,,\n'),
      ]),
    );

    const result = await register.load(path);

    expect(result.rejects).toEqual([
      'line 3: CompanyNumber is empty',
      expect.stringContaining('line 4: CompanyNumber "12AB" is not a register number'),
      'line 5: CompanyName is empty',
      'line 6: IncorporationDate "31/02/2020" is not a day of the calendar',
      'line 7: Mortgages.NumMortCharges "many" is not a count',
      'line 8: 2 columns where the header has 5',
      'line 9: a quote is opened and never closed',
      'line 10: a quote stands inside a value without being doubled',
      'line 11: the line is not valid UTF-8 text',
      'line 12: company number 99900001 occurs twice in this file; the first row counts',
      'line 13: CompanyName holds a NUL character',
      'line 14: CompanyName is longer than 500 characters',
    ]);
    expect(result).toMatchObject({ rowsRead: 14, added: 2, changed: 0, unchanged: 0, rejected: 12 });
  });

  it('do not include one whose quoted value runs over two lines, or one in Windows-1252', async () => {
    const path = register.write(
      'odd.csv',
      Buffer.concat([
        Buffer.from('CompanyName,CompanyNumber,RegAddress.AddressLine1\n"TWO LINES LTD",99900001,"1 MILL\nLANE"\n'),
        Buffer.from('CAF\xc9 LTD,99900002,1 MILL LANE\n', 'latin1'),
      ]),
    );

    const result = await register.load(path);

    expect(result).toMatchObject({ added: 2, rejected: 0, windows1252Rows: 1 });
    expect((await readCompany('99900001'))?.registeredOffice.line1).toBe('1 MILL LANE');
    expect((await readCompany('99900002'))?.name).toBe('CAFÉ LTD');
  });
});

describe('a file that is no company file', () => {
  it.each([
    ['empty', '', 'is empty'],
    ['only a header', 'CompanyName,CompanyNumber\n', 'no company rows'],
    ['foreign', 'Date,Amount\n2026-01-01,5\n', 'no CompanyName'],
    ['binary', '\0\0\0\0', 'no CompanyName'],
  ])('is refused when it is %s', async (name, content, message) => {
    const path = register.write(`${name}.csv`, content);

    await expect(register.load(path)).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining(message),
    });
  });

  it('is refused when it is missing', async () => {
    await expect(register.load('/nowhere/at-all.csv')).rejects.toMatchObject({ code: 'invalid_input' });
  });
});

describe('a reduced file after a full one', () => {
  it('leaves the facts that it lacks, which never look younger than they are', async () => {
    await register.load(register.write('full.csv', officialFile(FULL)), { snapshotOn: '2026-10-01' });
    const path = register.write(
      'reduced.csv',
      reducedFile(
        ['CompanyName', 'CompanyNumber', 'CompanyStatus'],
        ['QUILLFEATHER ANALYTICS LIMITED', '99900007', 'Liquidation'],
      ),
    );

    const result = await register.load(path, { snapshotOn: '2026-11-01' });

    expect(result).toMatchObject({ changed: 1 });
    expect(await readCompany('99900007')).toMatchObject({
      status: 'Liquidation',
      accountsCategory: 'SMALL',
      chargesOutstanding: 2,
      snapshotOn: '2026-10-01',
      changes: [{ field: 'status', before: 'Active', after: 'Liquidation', seenOn: '2026-11-01' }],
    });
  });

  it('that is older fills only what is unknown', async () => {
    const path = register.write(
      'reduced.csv',
      reducedFile(['CompanyName', 'CompanyNumber', 'CompanyStatus'], ['NEW NAME LIMITED', '99900007', 'Active']),
    );
    await register.load(path, { snapshotOn: '2026-11-01' });

    const result = await register.load(register.write('full.csv', officialFile(FULL)), { snapshotOn: '2026-10-01' });

    expect(result).toMatchObject({ changed: 1 });
    expect(await readCompany('99900007')).toMatchObject({
      name: 'NEW NAME LIMITED',
      accountsCategory: 'SMALL',
      snapshotOn: '2026-10-01',
      changes: [],
    });
  });
});
