import { z } from 'zod';
import type { Database } from './make-database.ts';

const because = z.enum(['limit', 'daily', 'moving']);
const takenRow = z.object({
  waits_ms: z.array(z.number()),
  next_ms: z.number(),
  used: z.number(),
  limit_now: z.number(),
  allowed: z.number().nullable(),
  allowed_within_ms: z.number().nullable(),
  held_because: because.nullable(),
  company_writes_at_once: z.number().nullable(),
});

/** One rate bucket of one portal. */
interface Target {
  readonly portalId: number;
  readonly bucket: string;
}

interface Window extends Target {
  readonly limit: number;
  readonly reserve: number;
  readonly windowMs: number;
}

/**
 * Calls that may be sent, counted in Postgres on the database's clock: one round trip for as many calls as wait, which
 * also tells what the other processes learnt. The rest is asked only after answers that are out of the ordinary.
 */
export function makeCallWindows(database: Database) {
  const ask = (target: Pick<Target, 'portalId'>, name: string, call: string, values: readonly unknown[]) =>
    database.queryAsPortal(target.portalId, { name, text: `SELECT ${call} AS answer`, values });
  return {
    take: (
      window: Window,
      wanted: { readonly calls: number; readonly isInteractive: boolean; readonly horizonMs: number },
    ) => takeCalls(database, window, wanted),
    hold: async (target: Target, forMs: number, reason: z.infer<typeof because>) => {
      const values = [target.portalId, target.bucket, Math.ceil(forMs), reason];
      await ask(target, 'hold_calls', 'smartsync_hold_calls($1, $2, $3, $4)', values);
    },
    holdForDay: async (target: Target) => {
      const values = [target.portalId, target.bucket];
      const rows = await ask(target, 'hold_calls_for_day', 'smartsync_hold_calls_for_day($1, $2)', values);
      return z.object({ answer: z.coerce.number() }).parse(rows[0]).answer;
    },
    learn: async (target: Target, allowance: { readonly calls: number; readonly windowMs: number }) => {
      const values = [target.portalId, target.bucket, allowance.calls, allowance.windowMs];
      await ask(target, 'learn_limit', 'smartsync_learn_limit($1, $2, $3, $4)', values);
    },
    tighten: async (window: Window, forMs: number) => {
      const values = [window.portalId, window.bucket, window.limit, window.windowMs, forMs];
      const rows = await ask(window, 'tighten_calls', 'smartsync_tighten_calls($1, $2, $3, $4, $5)', values);
      return z.object({ answer: z.number().nullable() }).parse(rows[0]).answer;
    },
    halveCompanyWrites: async (portalId: number, usual: number, forMs: number) => {
      const values = [portalId, usual, forMs];
      const rows = await ask({ portalId }, 'halve_writes', 'smartsync_halve_company_writes($1, $2, $3)', values);
      return z.object({ answer: z.number() }).parse(rows[0]).answer;
    },
  };
}

async function takeCalls(
  database: Database,
  { portalId, bucket, limit, reserve, windowMs }: Window,
  wanted: { readonly calls: number; readonly isInteractive: boolean; readonly horizonMs: number },
) {
  const rows = await database.queryAsPortal(portalId, {
    name: 'take_calls',
    text: 'SELECT * FROM smartsync_take_calls($1, $2, $3, $4, $5, $6, $7, $8)',
    values: [portalId, bucket, wanted.calls, wanted.isInteractive, limit, reserve, windowMs, wanted.horizonMs],
  });
  const row = takenRow.parse(rows[0]);
  const { allowed, allowed_within_ms: allowedMs } = row;
  return {
    waitsMs: row.waits_ms,
    nextMs: row.next_ms,
    used: row.used,
    limitNow: row.limit_now,
    allowance: allowed === null || allowedMs === null ? null : { calls: allowed, windowMs: allowedMs },
    heldBecause: row.held_because,
    companyWrites: row.company_writes_at_once,
  };
}
