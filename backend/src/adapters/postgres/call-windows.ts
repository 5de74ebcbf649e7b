import { z } from 'zod';
import type { Database } from './make-database.ts';

const takenRow = z.object({ waits_ms: z.array(z.number()), next_ms: z.number(), used: z.number() });

/** One rate bucket of one portal. */
interface Window {
  readonly portalId: number;
  readonly bucket: string;
  readonly limit: number;
  readonly reserve: number;
  readonly windowMs: number;
}

/** Calls that may be sent, counted in Postgres on the database's clock: one round trip for as many calls as wait. */
export function makeCallWindows(database: Database) {
  return {
    take: async (
      { portalId, bucket, limit, reserve, windowMs }: Window,
      wanted: { readonly calls: number; readonly isInteractive: boolean; readonly horizonMs: number },
    ) => {
      const rows = await database.queryAsPortal(portalId, {
        name: 'take_calls',
        text: 'SELECT waits_ms, next_ms, used FROM smartsync_take_calls($1, $2, $3, $4, $5, $6, $7, $8)',
        values: [portalId, bucket, wanted.calls, wanted.isInteractive, limit, reserve, windowMs, wanted.horizonMs],
      });
      const { waits_ms, next_ms, used } = takenRow.parse(rows[0]);
      return { waitsMs: waits_ms, nextMs: next_ms, used };
    },
    hold: async ({ portalId, bucket }: Pick<Window, 'portalId' | 'bucket'>, forMs: number) => {
      await database.queryAsPortal(portalId, {
        name: 'hold_calls',
        text: 'SELECT smartsync_hold_calls($1, $2, $3)',
        values: [portalId, bucket, Math.ceil(forMs)],
      });
    },
  };
}
