import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { generateRegister } from '../../../bench/generate-register.ts';
import { officialFile, prepareRegister } from './register-fixture.ts';

const fixture = prepareRegister();

interface Command {
  readonly process: ChildProcess;
  /** Resolves with all that it printed and how it ended. */
  readonly ended: Promise<{ readonly code: number | null; readonly lines: readonly string[] }>;
}

function start(args: readonly string[], databaseUrl = fixture.url()): Command {
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/import-companies.ts', ...args], {
    env: { ...process.env, DATABASE_URL: databaseUrl },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += String(data)));
  const ended = once(child, 'close').then(([code]) => ({ code, lines: output.trimEnd().split('\n') }));
  return { process: child, ended };
}

const COMPANY = { CompanyName: 'OTTERBURN LIMITED', CompanyNumber: '99900007', CompanyStatus: 'Active' };

describe('import:companies', () => {
  it('reports rejected rows, ends with the counts and exits with 0', async () => {
    const file = fixture.write('garbled.csv', officialFile(COMPANY, { ...COMPANY, CompanyNumber: '' }));

    const { code, lines } = await start([file, '--snapshot', '2026-11-01']).ended;

    expect(code).toBe(0);
    expect(lines).toContain('line 3: CompanyNumber is empty');
    expect(lines.at(-1)).toBe('2 rows read: 1 added, 0 changed, 0 unchanged, 1 rejected');
  });

  it('says how many a complete snapshot removed', async () => {
    const both = fixture.write('both.csv', officialFile(COMPANY, { ...COMPANY, CompanyNumber: '99900014' }));
    const one = fixture.write('one.csv', officialFile(COMPANY));
    await fixture.load(both, { snapshotOn: '2026-10-01' });

    const { lines } = await start([one, '--complete']).ended;

    expect(lines.at(-1)).toBe('1 rows read: 0 added, 0 changed, 1 unchanged, 0 rejected, 1 removed');
  });

  it.each([
    ['a missing file', ['/nowhere.csv'], /There is no file/],
    ['no file at all', [], /Name one file/],
    ['a day that is none', ['x.csv', '--snapshot', '2026-02-31'], /--snapshot takes a day/],
    ['an unknown option', ['x.csv', '--fast'], /Usage/],
  ])('refuses %s with a clear message', async (_what, args, message) => {
    const { code, lines } = await start(args).ended;

    expect(code).toBe(1);
    expect(lines.at(-1)).toMatch(message);
  });

  it('says when the database does not answer', async () => {
    const file = fixture.write('one.csv', officialFile(COMPANY));

    const { code, lines } = await start([file], 'postgresql://nobody@127.0.0.1:1/none').ended;

    expect(code).toBe(1);
    expect(lines.at(-1)).toMatch(/database does not answer.*DATABASE_URL/);
  });

  it('goes on after a kill -9 where it was, and nothing is lost or doubled', async () => {
    const rows = 60_000;
    const file = fixture.write('BasicCompanyDataAsOneFile-2026-11-01.csv', '');
    await generateRegister({ path: file, rows, seed: 11 });
    const committed = async () => {
      const { rows: found } = await fixture.pool().query('SELECT committed_rows::int AS many FROM register_imports');
      return found[0]?.many ?? 0;
    };
    const killed = start([file]);
    await vi.waitFor(async () => expect(await committed()).toBeGreaterThan(0), { timeout: 30_000, interval: 20 });
    killed.process.kill('SIGKILL');
    await killed.ended;
    const before = await committed();

    const { code, lines } = await start([file]).ended;

    expect(before).toBeLessThan(rows);
    expect(code).toBe(0);
    expect(lines.some((line) => /going on after row \d+/.test(line))).toBe(true);
    expect(lines.at(-1)).toBe(`${rows} rows read: ${rows} added, 0 changed, 0 unchanged, 0 rejected`);
    const { rows: counted } = await fixture.pool().query('SELECT count(*)::int AS many FROM register_companies');
    expect(counted[0]?.many).toBe(rows);
  });

  it('leaves the search indexes exactly as the migration makes them', async () => {
    const file = fixture.write('large.csv', '');
    await generateRegister({ path: file, rows: 20_000, seed: 12 });
    const readIndexes = async () =>
      (await fixture.pool().query("SELECT indexdef FROM pg_indexes WHERE tablename = 'register_companies' ORDER BY 1"))
        .rows;
    const migrated = await readIndexes();
    const built: string[] = [];

    const { lines } = await start([file]).ended;

    built.push(...lines.filter((line) => line.includes('building the search index')));
    expect(built).toHaveLength(3);
    expect(await readIndexes()).toEqual(migrated);
    const sql = readFileSync('prisma/migrations/20261123000200_register/migration.sql', 'utf8');
    expect(sql.match(/^CREATE INDEX register_companies/gm)).toHaveLength(3);
  });
});
