import { z } from 'zod';
import type { Enrichment } from '../../domain/enrichment/enrichment.ts';
import { newEnrichment } from '../../domain/enrichment/new-enrichment.ts';
import type { RunRequest } from '../../ports/enrichment-store.ts';
import { storedEnrichment, storedRequestedBy } from './stored-enrichment.ts';

/** The columns of `enrichments` that reading a run needs. */
export const RUN_COLUMNS = `e.id, e.object_type, e.object_id, e.mode, e.refresh, e.company_id, e.requested_by, e.created_at, e.result, e.waiting_for`;

/** The seed's word for each object type, in its log. */
export const SYNC_TYPES = { contacts: 'contact', companies: 'company', deals: 'deal' } as const;

/** A row with `RUN_COLUMNS`. */
export const runRow = z.object({
  id: z.string(),
  object_type: z.enum(['contacts', 'companies', 'deals']),
  object_id: z.string(),
  mode: z.enum(['apply', 'preview']),
  refresh: z.boolean(),
  company_id: z.string().nullable(),
  requested_by: storedRequestedBy,
  created_at: z.date(),
  waiting_for: z.literal('hubspot_limit').nullable(),
  /** null while it runs. */
  result: storedEnrichment.nullable(),
});

/** The run as it stands. */
export function toEnrichment(row: z.infer<typeof runRow>): Enrichment {
  // The row knows into which record it was merged since.
  if (row.result !== null) return { ...row.result, objectId: row.object_id };
  const running = newEnrichment({
    id: row.id,
    objectType: row.object_type,
    objectId: row.object_id,
    mode: row.mode,
    requestedBy: row.requested_by,
    createdAt: row.created_at.toISOString(),
  });
  return row.waiting_for === null ? running : { ...running, waitingFor: row.waiting_for };
}

/** The run as it was asked for. */
export function toRequest(row: z.infer<typeof runRow>): RunRequest {
  return {
    objectType: row.object_type,
    objectId: row.object_id,
    mode: row.mode,
    refresh: row.refresh,
    companyId: row.company_id,
    requestedBy: row.requested_by,
  };
}
