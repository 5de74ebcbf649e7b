import { z } from 'zod';
import { bulkEstimateSchema, bulkSchema, enrichmentSchema } from '../../../hubspot-project/contract/index.ts';

/** Who is signed in. */
export const sessionShape = z.looseObject({
  session: z.looseObject({
    organizationId: z.string(),
    userId: z.string(),
    role: z.string().nullable(),
    signedInBy: z.enum(['hubspot', 'token']),
    expiresAt: z.string(),
  }),
  csrfToken: z.string(),
});
export type SessionAnswer = z.infer<typeof sessionShape>;
/** The same, or that nobody is. */
export const whoShape = z.union([sessionShape, z.looseObject({ session: z.null() })]);

/** A connected account. */
export const connectionShape = z.looseObject({
  id: z.string(),
  crm_type: z.enum(['hubspot', 'salesforce']),
  is_active: z.boolean(),
  status: z.enum(['connected', 'disconnected', 'error']),
  status_reason: z.string().nullable(),
  auth_kind: z.enum(['oauth', 'private_app']),
  account_id: z.string(),
  sync_direction: z.enum(['bidirectional', 'to_crm', 'from_crm']),
  sync_frequency: z.enum(['realtime', 'hourly', 'daily', 'manual']),
  auto_enrich: z.boolean(),
  auto_score: z.boolean(),
  auto_assign: z.boolean(),
  auto_create_tasks: z.boolean(),
  last_sync_at: z.string().nullable(),
  created_at: z.string(),
});
export type Connection = z.infer<typeof connectionShape>;
export const connectionsShape = z.looseObject({ connections: z.array(connectionShape), hasOauth: z.boolean() });

/** How a connection stands. */
export const healthShape = z.looseObject({
  connection: z.looseObject({ status: z.string(), message: z.string().nullable(), portalId: z.number() }),
  scopes: z.looseObject({ granted: z.array(z.string()), missing: z.array(z.string()) }),
  missingProperties: z.record(z.string(), z.array(z.string())).nullable(),
  missingPropertiesUnknownBecause: z.string().nullable(),
  register: z.looseObject({ companies: z.number(), snapshotOn: z.string().nullable() }),
  queue: z.looseObject({ ok: z.boolean(), message: z.string().nullable() }),
  hubspotCalls: z.looseObject({ message: z.string().nullable() }).optional(),
  notes: z.array(z.string()),
});
export type Health = z.infer<typeof healthShape>;
export const connectedShape = z.looseObject({ connection: connectionShape, health: healthShape });

/** A line of the history. */
export const historyItemShape = z.looseObject({
  id: z.string(),
  at: z.string(),
  kind: z.string(),
  operation: z.string(),
  status: z.enum(['success', 'failed', 'pending']),
  objectType: z.string().nullable(),
  objectId: z.string().nullable(),
  enrichmentId: z.string().nullable(),
  enrichmentStatus: z.string().nullable(),
  requestedBy: z.looseObject({ kind: z.string(), via: z.string().optional() }).nullable(),
  company: z.looseObject({ name: z.string(), companyNumber: z.string() }).nullable(),
  score: z.number().nullable(),
  written: z.array(z.string()),
  kept: z.array(z.string()),
  message: z.string().nullable(),
  errorCode: z.string().nullable(),
  errorMessage: z.string().nullable(),
  retryCount: z.number(),
  durationMs: z.number().nullable(),
});
export type HistoryItem = z.infer<typeof historyItemShape>;
export const historyShape = z.looseObject({ items: z.array(historyItemShape), nextCursor: z.string().nullable() });

/** One run in full; a running one has only `id` and `status` for sure. */
export const runShape = z.looseObject({ enrichment: enrichmentSchema });
export type Run = z.infer<typeof enrichmentSchema>;
export const startedRunShape = z.looseObject({ enrichment: z.looseObject({ id: z.string(), status: z.string() }) });

/** Bulk runs. */
export const bulkRunsShape = z.looseObject({ runs: z.array(bulkSchema) });
export const bulkRunShape = z.looseObject({ run: bulkSchema });
export const estimateShape = z.looseObject({ estimate: bulkEstimateSchema });
export type BulkRun = z.infer<typeof bulkSchema>;

/** Field mappings. */
export const mappingShape = z.looseObject({
  source: z.string(),
  target: z.string(),
  transform: z.string().nullable(),
  policy: z.enum(['fill_empty', 'overwrite', 'never']),
  respectHumanEdits: z.boolean(),
});
export type Mapping = z.infer<typeof mappingShape>;
const mappingList = z.array(mappingShape);
export const mappingsShape = z.looseObject({
  fields: z.object({ contacts: mappingList, companies: mappingList, deals: mappingList }),
  sources: z.array(z.string()),
  transforms: z.array(z.string()),
});
export const propertiesShape = z.looseObject({
  properties: z.array(z.looseObject({ name: z.string(), label: z.string(), type: z.string(), readOnly: z.boolean() })),
});

/** What was done and used by day. */
export const usageShape = z.looseObject({
  days: z.array(
    z.looseObject({
      day: z.string(),
      runs: z.record(z.string(), z.number()),
      hubspotCalls: z.number(),
      modelCalls: z.number(),
      modelTokens: z.number(),
      costUsd: z.number().nullable(),
    }),
  ),
  tokenLimit: z.number().nullable(),
});
export type Usage = z.infer<typeof usageShape>;

/** An answer without a body. */
export const nothingShape = z.null();
