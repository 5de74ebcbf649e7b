import { describe, expect, it } from 'vitest';
import { DEMO_ICP, DEMO_WEIGHTS } from '../../sandbox/seed/demo-icp.ts';
import { DEMO_PORTAL_ID, makeDemoSeed } from '../../sandbox/seed/demo-portal.ts';
import { REAL_COMPANIES } from '../../sandbox/seed/demo-real-companies.ts';
import { makeDemoRegister, REGISTER_ENTRIES } from '../../sandbox/seed/demo-register.ts';
import { REGISTER_COLUMNS } from '../../sandbox/seed/demo-register-columns.ts';
import { loadSeed } from '../../sandbox/seed/load-seed.ts';
import { makeSandboxState } from '../../sandbox/state/sandbox-state.ts';

const TODAY = new Date('2026-11-23T10:00:00Z');
/** The last and first days of months, a leap day, and the hours around midnight. */
const ANY_DAYS = ['2026-01-01T00:00:01Z', '2027-03-31T23:59:59Z', '2028-02-29T12:00:00Z', '2026-11-30T06:30:00Z'];
const FREE_MAIL = ['gmail.com', 'btinternet.com'];

const portalOf = (today: Date) => {
  const [portal] = makeDemoSeed(today).portals;
  return { companies: portal?.companies ?? [], contacts: portal?.contacts ?? [], deals: portal?.deals ?? [] };
};
const mailDomainOf = (properties: Readonly<Record<string, string>>) => properties.email?.split('@')[1];

/** Rows of a snapshot by company number, cells by column. */
function rowsOf(csv: string) {
  const [, ...lines] = csv.trimEnd().split('\n');
  return new Map(
    lines.map((line) => {
      const cells = line.slice(1, -1).split('","');
      const row = Object.fromEntries(REGISTER_COLUMNS.map((column, index) => [column, cells[index] ?? '']));
      return [row.CompanyNumber ?? '', { ...row, cells: String(cells.length) } as Readonly<Record<string, string>>];
    }),
  );
}

const isoOf = (ukDay: string | undefined) => (ukDay ?? '').split('/').reverse().join('-');

describe('the demo portal', () => {
  it.each([TODAY.toISOString(), ...ANY_DAYS])('is what HubSpot would accept on %s', (today) => {
    const ids = loadSeed(makeSandboxState(), makeDemoSeed(new Date(today)));

    expect(ids.get(DEMO_PORTAL_ID)?.size).toBe(171);
  });

  it('has about 60 companies, 90 contacts and 20 deals, the showcase first', () => {
    const { companies, contacts, deals } = portalOf(TODAY);

    expect([companies.length, contacts.length, deals.length]).toEqual([60, 91, 20]);
    expect(companies[0]?.properties.name).toBe('Thistledown Analytics');
  });

  it('writes to nobody: every address is reserved for examples, or a private mailbox marked as invented', () => {
    const domains = portalOf(TODAY).contacts.map(({ properties }) => mailDomainOf(properties));
    const mailboxes = portalOf(TODAY)
      .contacts.map(({ properties }) => properties.email ?? '')
      .filter((email) => FREE_MAIL.some((domain) => email.endsWith(`@${domain}`)));

    expect(domains.filter((domain) => domain && !domain.endsWith('.example') && !FREE_MAIL.includes(domain))).toEqual(
      [],
    );
    expect(mailboxes.length).toBeGreaterThan(0);
    expect(mailboxes.filter((email) => !email.includes('.invented@'))).toEqual([]);
  });

  it('gives contacts the domain of their company', () => {
    const { companies, contacts } = portalOf(TODAY);
    const domains = new Map(companies.map(({ key, properties }) => [key, properties.domain]));
    const strangers = contacts.filter(
      ({ properties, associations = [] }) =>
        associations[0] && mailDomainOf(properties) !== domains.get(associations[0]),
    );

    expect(strangers).toEqual([]);
  });

  it('tells of no activity that lies ahead', () => {
    const { companies, contacts, deals } = portalOf(TODAY);
    const dates = [...companies, ...contacts, ...deals].flatMap(({ properties }) =>
      Object.entries(properties).filter(([name, value]) => name !== 'closedate' && /^\d{4}-.*T/.test(value)),
    );

    expect(dates.length).toBeGreaterThan(50);
    expect(dates.filter(([, value]) => value > TODAY.toISOString())).toEqual([]);
  });

  it('has weights that sum to 1 and an ideal customer by industry and place', () => {
    const sum = Object.values(DEMO_WEIGHTS).reduce((total, weight) => total + weight, 0);

    expect(sum).toBeCloseTo(1, 12);
    expect(DEMO_ICP.criteria.map(({ field, rule }) => `${rule} ${field}`)).toEqual([
      'must industry',
      'should place',
      'must_not industry',
    ]);
  });
});

describe('the demo register', () => {
  it('gives invented companies numbers that were never issued, and real ones none of these', () => {
    const invented = REGISTER_ENTRIES.map(({ number }) => number);
    const real = REAL_COMPANIES.map(({ number }) => number);

    expect(invented.filter((number) => !/^999\d{5}$/.test(number))).toEqual([]);
    expect(real.filter((number) => !/^(?!999)(\d{2}|SC|OC)\d{6}$/.test(number))).toEqual([]);
    expect(new Set([...invented, ...real]).size).toBe(invented.length + real.length);
    expect(real.length).toBe(20);
  });

  it('has the 55 official columns in every row of three snapshots', () => {
    const snapshots = makeDemoRegister(TODAY);
    const widths = snapshots.flatMap(({ csv }) => [...rowsOf(csv).values()].map(({ cells }) => cells));

    expect(snapshots.map(({ snapshotOn }) => snapshotOn)).toEqual(['2026-09-20', '2026-10-21', '2026-11-19']);
    expect(REGISTER_COLUMNS.length).toBe(55);
    expect(new Set(widths)).toEqual(new Set(['55']));
  });

  it.each(ANY_DAYS)('keeps what is due ahead and what is overdue behind on %s', (today) => {
    const latest = makeDemoRegister(new Date(today)).at(-1);
    const rows = rowsOf(latest?.csv ?? '');
    const day = today.slice(0, 10);
    const dueOf = (number: string) => isoOf(rows.get(number)?.['Accounts.NextDueDate']);

    expect(dueOf('99900101') > day).toBe(true);
    expect(dueOf('99900202') < String(latest?.snapshotOn)).toBe(true);
    expect(isoOf(rows.get('99900204')?.IncorporationDate) < day).toBe(true);
  });

  it('shows the showcase growing from one snapshot to the next', () => {
    const states = makeDemoRegister(TODAY).map(({ csv }) => rowsOf(csv).get('99900101'));

    expect(states.map((state) => state?.['Accounts.AccountCategory'])).toEqual(['SMALL', 'MEDIUM', 'MEDIUM']);
    expect(states.map((state) => state?.['SICCode.SicText_2'] !== '')).toEqual([false, false, true]);
  });
});
