import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runWithKills } from '../../../bench/run-with-kills.ts';
import { makeTestDatabase, type TestDatabase } from '../../support/test-database.ts';

// The short form of `npm run verify:long`.
describe('a bulk run whose workers are killed', () => {
  let database: TestDatabase;
  let folder: string;
  beforeAll(async () => {
    database = await makeTestDatabase();
    folder = mkdtempSync(path.join(os.tmpdir(), 'smartsync-kills-'));
  });
  afterAll(async () => {
    await database.drop();
    rmSync(folder, { recursive: true });
  });

  it('enriches every record exactly once, and its progress never goes back', { timeout: 600_000 }, async () => {
    const { problems, kills } = await runWithKills({
      databaseUrl: database.url,
      administratorUrl: database.administratorUrl,
      folder,
      records: 1_000,
      kills: 3,
      seed: 7,
      program: 'sources',
      doubts: 'age',
      log: () => {},
    });

    expect(problems).toEqual([]);
    expect(kills).toBe(3);
  });
});
