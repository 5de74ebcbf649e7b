import { z } from 'zod';
import type { CallHolds, CallState } from '../../ports/call-holds.ts';
import type { Database } from './make-database.ts';

const holdRow = z.object({ because: z.enum(['moving', 'daily', 'limit', 'shared']), until_ms: z.coerce.number() });

const STATES = {
  moving: 'moving',
  daily: 'daily_limit',
  limit: 'limit',
  shared: 'shared',
} as const satisfies Record<z.infer<typeof holdRow>['because'], CallState>;

// What weighs most comes first; of the same weight, what lasts longest.
const READ_HOLD = `
  WITH now_is AS (SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS ms)
  SELECT h.because, h.until_ms FROM hubspot_windows w, now_is, LATERAL (VALUES
    (w.paused_because, w.paused_until_ms), ('shared', w.tight_until_ms)) AS h(because, until_ms)
  WHERE w.portal_id = $1 AND h.until_ms > now_is.ms
  ORDER BY array_position(ARRAY['moving', 'daily', 'limit', 'shared'], h.because), h.until_ms DESC LIMIT 1`;

/** Reads what the limiter of all processes holds back. */
export function makeCallHolds(database: Database): CallHolds {
  return {
    async readHold(portalId) {
      const rows = await database.queryAsPortal(portalId, { name: 'read_hold', text: READ_HOLD, values: [portalId] });
      if (rows[0] === undefined) return { state: 'normal', until: null };
      const { because, until_ms } = holdRow.parse(rows[0]);
      return { state: STATES[because], until: new Date(until_ms) };
    },
  };
}
