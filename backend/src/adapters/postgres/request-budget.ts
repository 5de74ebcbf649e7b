import { z } from 'zod';
import { AppError } from '../../domain/errors.ts';
import type { SourceName } from '../../domain/evidence/evidence.ts';
import type { Database, TenantTransaction } from './make-database.ts';

/** How often a source may be asked, by all processes together. */
export interface RequestBudget {
  readonly source: SourceName;
  /** Most requests in any window. */
  readonly requests: number;
  readonly windowSeconds: number;
}

const SLOT_SECONDS = 5;
/** A request may arrive so much later than it was counted, so that two windows of theirs see one of ours. */
const LATE_SECONDS = 5;

const grantedSchema = z.array(z.object({ sent: z.number() }));
const waitSchema = z.array(z.object({ waitMs: z.number().nullable() }));

/**
 * Counts requests to a source in Postgres, on the clock of the database.
 *
 * No window, wherever it begins, holds more than `requests`. A refusal counts nothing, throws `rate_limited`, and names
 * the time after which some of the window is free again.
 */
export function makeRequestBudget(database: Database, budget: RequestBudget): (count: number) => Promise<void> {
  const { source } = budget;
  const keepSeconds = budget.windowSeconds + SLOT_SECONDS + LATE_SECONDS;
  return (count) =>
    database.withoutTenant(async (tx) => {
      // One at a time: two that count at once would both see the last free place.
      await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`source_requests:${source}`}, 0))::text`;
      await tx.$executeRaw`
        DELETE FROM source_requests
        WHERE source = ${source} AND slot <= clock_timestamp() - make_interval(secs => ${keepSeconds}::float8)`;
      if (await countIfFree(tx, budget, count)) return;
      const rows = await tx.$queryRaw`
        SELECT (extract(epoch FROM min(slot) - clock_timestamp()) * 1000)::float8 + ${keepSeconds * 1000}::float8 AS "waitMs"
        FROM source_requests WHERE source = ${source}`;
      const retryAfterMs = Math.max(0, Math.ceil(waitSchema.parse(rows)[0]?.waitMs ?? 0));
      const message = `The limit of requests to ${source} is used up. Try again later.`;
      throw new AppError('rate_limited', message, { retryAfterMs });
    });
}

/** Counts the requests if the window has room for all of them. */
async function countIfFree(
  tx: TenantTransaction,
  { source, requests }: RequestBudget,
  count: number,
): Promise<boolean> {
  const rows = await tx.$queryRaw`
    INSERT INTO source_requests AS known (source, slot, sent)
    SELECT ${source}, to_timestamp(floor(extract(epoch FROM clock_timestamp()) / ${SLOT_SECONDS}::int) * ${SLOT_SECONDS}::int), ${count}::int
    WHERE ${count}::int + COALESCE((SELECT sum(sent) FROM source_requests WHERE source = ${source}), 0) <= ${requests}::int
    ON CONFLICT (source, slot) DO UPDATE SET sent = known.sent + excluded.sent
    RETURNING sent`;
  return grantedSchema.parse(rows).length > 0;
}
