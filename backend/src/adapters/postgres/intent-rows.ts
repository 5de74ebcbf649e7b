import { z } from 'zod';
import type { AutomationIntent, ClaimedIntent } from '../../ports/automation-store.ts';

/** Long enough for look-ups and the create of one holder, each with its waits for HubSpot's limits. */
export const LEASE_SECONDS = 180;
/** Name of the job that looks again for what was sent and is in doubt. */
export const SETTLE_DOUBTS_TASK = 'settle_doubts';

/** The columns of `automation_intents` that reading an intent needs. */
export const INTENT_COLUMNS = 'object_type, record_id, purpose, state, way, hubspot_id, enrichment_id, details';

const intentRow = z.object({
  object_type: z.enum(['contacts', 'companies', 'deals']),
  record_id: z.string(),
  purpose: z.enum(['task', 'deal', 'owner']),
  state: z.enum(['claimed', 'sent', 'done', 'undone']),
  way: z.enum(['unique', 'plain']).nullable(),
  hubspot_id: z.string().nullable(),
  enrichment_id: z.string(),
  details: z.object({
    reason: z.string().exactOptional(),
    ownerId: z.string().exactOptional(),
    made: z.record(z.string(), z.string()).exactOptional(),
  }),
});

const claimedRow = z.object({ is_settled: z.boolean(), settles_at: z.date().nullable() });

/** What `claim` answers of a row with `INTENT_COLUMNS` and `DOUBT_COLUMNS`. */
export function toClaimed(row: unknown): ClaimedIntent {
  const { is_settled, settles_at } = claimedRow.parse(row);
  return { intent: toIntent(row), isSettled: is_settled, settlesAt: settles_at?.toISOString() ?? null };
}

/** Whether and when what was sent can no longer be on its way; `$n` is `SETTLE_SECONDS`. */
export const doubtColumns = (seconds: string): string =>
  `COALESCE(sent_until + make_interval(secs => ${seconds}::double precision) <= now(), true) AS is_settled,
    sent_until + make_interval(secs => ${seconds}::double precision) AS settles_at`;

/** A row with `INTENT_COLUMNS`. */
export function toIntent(row: unknown): AutomationIntent {
  const { object_type, record_id, hubspot_id, enrichment_id, ...rest } = intentRow.parse(row);
  return { ...rest, objectType: object_type, recordId: record_id, hubspotId: hubspot_id, enrichmentId: enrichment_id };
}
