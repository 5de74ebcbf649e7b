import { z } from 'zod';
import type { AutomationIntent } from '../../ports/automation-store.ts';

/** Long enough for look-ups and the create of one holder, each with its waits for HubSpot's limits. */
export const LEASE_SECONDS = 180;
/** A background call is given up after 60 s, so what is sent is sent until then. */
export const SENT_WITHIN_SECONDS = 60;
/** How long HubSpot may take to carry out what it received; beyond this it is known whether it did. */
export const SETTLE_SECONDS = 60;

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

/** What `claim` answers beside the intent. */
export const settledRow = z.object({ is_settled: z.boolean() });

/** A row with `INTENT_COLUMNS`. */
export function toIntent(row: unknown): AutomationIntent {
  const { object_type, record_id, hubspot_id, enrichment_id, ...rest } = intentRow.parse(row);
  return { ...rest, objectType: object_type, recordId: record_id, hubspotId: hubspot_id, enrichmentId: enrichment_id };
}
