import type { ClientBase } from 'pg';
import type { IsoDate } from '../../domain/time.ts';

const BATCH = 10_000;

/**
 * Marks the companies that a complete snapshot no longer lists as `removed`; their facts stay.
 *
 * Companies known from a newer snapshot are left alone. Runs in batches of its own transactions, and repeating it
 * does nothing, so that a kill in between only means doing the rest.
 *
 * @returns number of companies removed now
 */
export async function removeAbsent(
  client: ClientBase,
  isListed: (companyNumber: string) => boolean,
  snapshotOn: IsoDate,
): Promise<number> {
  let removed = 0;
  let after: string | undefined = '';
  while (after !== undefined) {
    const { rows }: { rows: [string][] } = await client.query<[string]>({
      text: `SELECT company_number FROM register_companies
             WHERE company_number > $1 AND status IS DISTINCT FROM 'removed' AND snapshot_on <= $2
             ORDER BY company_number LIMIT ${BATCH}`,
      values: [after, snapshotOn],
      rowMode: 'array',
    });
    const absent = rows.map(([number]) => number).filter((number) => !isListed(number));
    if (absent.length > 0) removed += await markRemoved(client, absent, snapshotOn);
    after = rows.at(-1)?.[0];
  }
  return removed;
}

async function markRemoved(client: ClientBase, numbers: readonly string[], snapshotOn: IsoDate): Promise<number> {
  // One statement, so that a company is never removed without its change being on record.
  const { rowCount } = await client.query(
    `WITH gone AS (SELECT company_number, status FROM register_companies WHERE company_number = ANY($1)),
     noted AS (
       INSERT INTO register_changes (company_number, field, before, after, seen_on)
       SELECT company_number, 'status', status, 'removed', $2::date FROM gone WHERE status IS NOT NULL
     )
     UPDATE register_companies t SET status = 'removed', line_hash = NULL FROM gone WHERE t.company_number = gone.company_number`,
    [numbers, snapshotOn],
  );
  return rowCount ?? 0;
}
