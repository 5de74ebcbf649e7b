import pg from 'pg';
import type { Stage } from './enrichment-stage.ts';

/**
 * Looks past the product whether every contact has one enrichment, which tells what was written so that it can be undone, one
 * log line, its values in HubSpot, and one task; and whether HubSpot holds the tasks and deals that we know of, and no other.
 *
 * @returns what is wrong, in words
 */
export async function checkEveryRecord(
  { administratorUrl, records }: { readonly administratorUrl: string; readonly records: number },
  stage: Pick<Stage, 'countWithValue' | 'listIds'>,
  portalId: number,
): Promise<readonly string[]> {
  const problems: string[] = [];
  const expect = (what: string, count: number, wanted: number) => {
    if (count !== wanted) problems.push(`${what}: ${count} instead of ${wanted}`);
  };
  const client = new pg.Client({ connectionString: administratorUrl });
  await client.connect();
  try {
    const count = async (text: string) => Number((await client.query<{ n: string }>(text)).rows[0]?.n);
    expect('enrichments', await count('SELECT count(*) AS n FROM enrichments'), records);
    expect('records enriched', await count('SELECT count(DISTINCT object_id) AS n FROM enrichments'), records);
    expect('runs left open', await count(`SELECT count(*) AS n FROM enrichments WHERE status = 'running'`), 0);
    const lines = `SELECT count(*) AS n FROM crm_sync_logs WHERE kind = 'enrichment' AND operation <> 'automate'`;
    expect('log lines', await count(lines), records);
    const tellsWrites = `result @> '{"changes":[{"property":"oppspot_enrichment_status","written":true}]}'`;
    expect(
      'runs that tell what they wrote',
      await count(`SELECT count(*) AS n FROM enrichments WHERE ${tellsWrites}`),
      records,
    );
    expect('snapshots of writes left', await count('SELECT count(*) AS n FROM write_snapshots'), 0);
    const inDoubt = `SELECT count(*) AS n FROM automation_intents WHERE state = 'sent' OR is_doubtful`;
    expect('in doubt', await count(inDoubt), 0);
    expect(
      'records of the run',
      await count('SELECT count(*) AS n FROM bulk_records WHERE outcome IS NOT NULL'),
      records,
    );
    expect('records that failed', await count(`SELECT count(*) AS n FROM bulk_records WHERE outcome = 'failed'`), 0);
    const sum = 'enriched + unchanged + needs_review + no_match + insufficient_data + failed';
    expect('records counted', await count(`SELECT ${sum} AS n FROM bulk_runs`), records);
    expect('tasks that we know of', await count(madeOf('task')), records);
    for (const [purpose, objectType] of [
      ['task', 'tasks'],
      ['deal', 'deals'],
    ] as const) {
      const inHubspot = (await stage.listIds(portalId, objectType)).length;
      const known = await count(
        `SELECT count(DISTINCT hubspot_id) AS n FROM automation_intents WHERE purpose = '${purpose}'`,
      );
      expect(`${objectType} in HubSpot`, inHubspot, known);
      if (known === 0) problems.push(`no ${objectType} were made`);
    }
  } finally {
    await client.end();
  }
  expect(
    'records with values in HubSpot',
    await stage.countWithValue(portalId, 'contacts', 'oppspot_enrichment_status'),
    records,
  );
  return problems;
}

/** Objects that automation made and finished, each for a record of its own. */
function madeOf(purpose: 'task' | 'deal'): string {
  return `SELECT count(DISTINCT (record_id, hubspot_id)) AS n FROM automation_intents WHERE purpose = '${purpose}' AND state = 'done'`;
}
