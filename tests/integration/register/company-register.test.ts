import pg from 'pg';
import { beforeEach, describe, expect, it } from 'vitest';
import { makeCompanyRegister } from '../../../backend/src/adapters/register/company-register.ts';
import { makeRegisterSource } from '../../../backend/src/adapters/register/register-source.ts';
import type { CompanyIdentity } from '../../../backend/src/domain/company/company.ts';
import { officialFile, prepareRegister } from './register-fixture.ts';

const fixture = prepareRegister();
const register = () => makeCompanyRegister(fixture.pool());
const numbersFor = async (identity: CompanyIdentity) =>
  (await register().findCandidates(identity, 10)).map(({ companyNumber }) => companyNumber);

const company = (number: string, name: string, town: string, more: Readonly<Record<string, string>> = {}) => ({
  CompanyName: name,
  CompanyNumber: number,
  'RegAddress.PostTown': town,
  CompanyStatus: 'Active',
  ...more,
});

beforeEach(async () => {
  const file = officialFile(
    company('99900007', 'WINTERBERRY HOSTING LIMITED', 'LEEDS', { 'RegAddress.PostCode': 'LS1 4ZZ' }),
    company('99900014', 'LARKSPUR DIGITAL LTD', 'LEEDS'),
    company('99900021', 'LARKSPUR DIGITAL LLP', 'BRISTOL'),
    company('99900028', 'NORTHQUAY LABS LIMITED', 'EDINBURGH', {
      'PreviousName_1.CompanyName': 'OLD HARBOUR LABS LIMITED',
    }),
    company('99900035', 'NORTHQUAY LABS (SCOTLAND) LIMITED', 'EDINBURGH'),
    company('99900042', 'ZEBRA CROSSING PAINTERS LIMITED', 'HULL'),
    company('SC900049', 'THE HOUSE OF TWEED LTD.', 'PERTH'),
  );
  await fixture.load(fixture.write('register.csv', file), { snapshotOn: '2026-11-01' });
});

describe('candidates of many looked up at once', () => {
  it('are for each the same as alone, in their order', async () => {
    const identities: readonly CompanyIdentity[] = [
      { name: 'House of Tweed' },
      { companyNumber: '99900042' },
      { name: 'Old Harbour Labs' },
      { name: 'Nobody Of This Name At All' },
      { name: 'Winterbery Hosting' },
      { name: 'House of Tweed', companyNumber: '99900007' },
    ];
    const alone: (readonly string[])[] = [];
    for (const identity of identities) alone.push(await numbersFor(identity));

    const together = register();
    const found = await Promise.all(identities.map((identity) => together.findCandidates(identity, 10)));

    expect(found.map((companies) => companies.map(({ companyNumber }) => companyNumber))).toEqual(alone);
    expect(alone[0]).toContain('SC900049');
  });

  it('are one question to the database, so that a step of a bulk run is', async () => {
    const pool = new pg.Pool({ connectionString: fixture.pool().options.connectionString });
    let asked = 0;
    pool.on('acquire', () => {
      asked += 1;
    });
    const together = makeCompanyRegister(pool);

    const names = ['Winterberry Hosting', 'House of Tweed', 'Zebra Crossing Painters'];
    const found = await Promise.all(names.map((name) => together.findCandidates({ name }, 10)));
    await pool.end();

    expect(found.map(([best]) => best?.companyNumber)).toEqual(['99900007', 'SC900049', '99900042']);
    expect(asked).toBe(1);
  });
});

describe('candidates', () => {
  it.each([
    ['its number', { companyNumber: 'SC900049' }, 'SC900049'],
    ['its number without leading zeros', { companyNumber: 'gb-99900042' }, '99900042'],
    ['its name as people write it', { name: 'House of Tweed' }, 'SC900049'],
    ['a name that it gave up', { name: 'Old Harbour Labs Ltd' }, '99900028'],
    ['a missing letter', { name: 'Winterbery Hosting' }, '99900007'],
    ['a doubled letter', { name: 'Winterberry Hossting' }, '99900007'],
    ['two swapped letters at the very beginning', { name: 'Iwnterberry Hosting' }, '99900007'],
    ['a wrong letter', { name: 'Winterberry Hosling' }, '99900007'],
    ['a space too few', { name: 'ZebraCrossing Painters' }, '99900042'],
    ['two slips at one end', { name: 'Zebra Crossing Pantiers' }, '99900042'],
  ])('are found by %s', async (_how, identity, expected) => {
    expect((await numbersFor(identity))[0]).toBe(expected);
  });

  it('of the same name come in the order of the place', async () => {
    expect(await numbersFor({ name: 'Larkspur Digital', town: 'Bristol' })).toEqual(['99900021', '99900014']);
    expect(await numbersFor({ name: 'Larkspur Digital', town: 'Leeds' })).toEqual(['99900014', '99900021']);
  });

  it('include companies whose name goes on after the wanted one', async () => {
    expect(await numbersFor({ name: 'Northquay Labs' })).toEqual(['99900028', '99900035']);
  });

  it('are none for a name that nobody bears, or without name and number', async () => {
    expect(await numbersFor({ name: 'Fjordglimt Systemer AS' })).toEqual([]);
    expect(await numbersFor({ domain: 'winterberry.example', town: 'Leeds' })).toEqual([]);
    expect(await numbersFor({ companyNumber: '00000001' })).toEqual([]);
  });

  it('are at most as many as asked for', async () => {
    expect(await register().findCandidates({ name: 'Larkspur Digital' }, 1)).toHaveLength(1);
  });
});

describe('the register', () => {
  it('tells its size and age', async () => {
    expect(await register().readState()).toEqual({ companies: 7, snapshotOn: '2026-11-01' });
  });

  it('answers undefined for a number that it does not hold', async () => {
    expect(await register().readCompany('00000001')).toBeUndefined();
    expect(await register().readCompany('nonsense')).toBeUndefined();
  });

  it('can be read as the runtime role without a tenant, and not written', async () => {
    const client = await fixture.pool().connect();
    await client.query('BEGIN; SET LOCAL ROLE smartsync_app');

    const read = await client.query('SELECT count(*)::int AS many FROM register_companies');
    const write = client.query('DELETE FROM register_companies');

    await expect(write).rejects.toMatchObject({ code: '42501' });
    expect(read.rows[0]?.many).toBe(7);
    await client.query('ROLLBACK');
    client.release();
  });

  it('finds equal names in indexes only, however few or many companies the planner believes in', async () => {
    // Of its own: a connection counts what it scanned before as well.
    const client = new pg.Client({ connectionString: fixture.pool().options.connectionString });
    await client.connect();

    const found = await client.query('SELECT smartsync_equal_companies($1, $2) AS number', [null, 'OLD HARBOUR LABS']);

    const scans = await client.query(
      `SELECT seq_scan::int AS whole, idx_scan::int > 0 AS by_index FROM pg_stat_xact_user_tables WHERE relname = 'register_companies'`,
    );
    await client.end();
    expect(found.rows).toEqual([{ number: '99900028' }]);
    expect(scans.rows).toEqual([{ whole: 0, by_index: true }]);
  });

  it('throws when the database gives no answer, which is not the same as no company', async () => {
    const dead = new pg.Pool({ connectionString: 'postgresql://nobody@127.0.0.1:1/none' });

    await expect(makeCompanyRegister(dead).readCompany('99900007')).rejects.toMatchObject({
      code: 'upstream_unavailable',
    });
    await dead.end();
  });
});

describe('the register as a source', () => {
  const source = () =>
    makeRegisterSource({ register: register(), clock: { now: () => new Date('2026-11-23T08:00:00Z') } });
  const request = { asOf: '2026-11-23', refresh: false, signal: new AbortController().signal };

  it('gives facts with evidence, dated by the snapshot and not by the fetch', async () => {
    const answer = await source().collect({ ...request, companyNumber: '99900007' });

    expect(answer?.isCached).toBe(false);
    expect(answer?.facts.name).toMatchObject({ value: 'WINTERBERRY HOSTING LIMITED', observedOn: '2026-11-01' });
    expect(answer?.evidence[0]).toMatchObject({ source: 'register', fetchedAt: '2026-11-23T08:00:00.000Z' });
  });

  it('answers undefined for a company that it does not hold', async () => {
    expect(await source().collect({ ...request, companyNumber: '00000001' })).toBeUndefined();
  });
});
