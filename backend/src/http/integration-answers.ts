import { z } from 'zod';
import type { SyncFailure } from '../domain/sync/sync-result.ts';
import type { Integration } from '../ports/integration-store.ts';
import type { SyncLogItem } from '../ports/synced-record-store.ts';

const time = z.iso.datetime();

/** An integration as the API shows it. It has no member for a token. */
export const integrationShape = z
  .object({
    id: z.uuid(),
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
    last_sync_at: time.nullable(),
    created_at: time,
    updated_at: time,
  })
  .meta({ id: 'Integration' });

/** Shows an integration. */
export function showIntegration(integration: Integration): z.infer<typeof integrationShape> {
  const { installation, crmType, isActive } = integration;
  return {
    id: installation.integrationId,
    crm_type: crmType,
    is_active: isActive,
    status: installation.status,
    status_reason: installation.statusReason,
    auth_kind: installation.authKind,
    account_id: String(installation.portalId),
    sync_direction: integration.syncDirection,
    sync_frequency: integration.syncFrequency,
    auto_enrich: integration.autoEnrich,
    auto_score: integration.autoScore,
    auto_assign: integration.autoAssign,
    auto_create_tasks: integration.autoCreateTasks,
    last_sync_at: integration.lastSyncAt,
    created_at: integration.createdAt,
    updated_at: integration.updatedAt,
  };
}

/** A line of the sync log as the API shows it. */
export const logShape = z
  .object({
    id: z.uuid(),
    integration_id: z.uuid().nullable(),
    sync_type: z.string(),
    operation: z.string(),
    status: z.enum(['success', 'failed', 'pending']),
    crm_record_id: z.string().nullable(),
    enrichments: z.object({
      summary: z.string().nullable(),
      leadScore: z.number().nullable(),
      buyingSignals: z.array(z.string()),
    }),
    message: z.string().nullable(),
    error_code: z.string().nullable(),
    error_message: z.string().nullable(),
    retry_count: z.int(),
    duration_ms: z.int().nullable(),
    created_at: time,
  })
  .meta({ id: 'SyncLog' });

/** Shows a line of the sync log; where nothing was enriched each part says so, and callers need not look for the whole. */
export function showLog(item: SyncLogItem): z.infer<typeof logShape> {
  return {
    id: item.id,
    integration_id: item.integrationId,
    sync_type: item.syncType,
    operation: item.operation,
    status: item.status,
    crm_record_id: item.crmRecordId,
    enrichments: {
      summary: item.enrichments?.summary ?? null,
      leadScore: item.enrichments?.leadScore ?? null,
      buyingSignals: [...(item.enrichments?.buyingSignals ?? [])],
    },
    message: item.message,
    error_code: item.errorCode,
    error_message: item.errorMessage,
    retry_count: item.retryCount,
    duration_ms: item.durationMs,
    created_at: item.createdAt,
  };
}

const code = z.enum([
  'VALIDATION',
  'PAYLOAD_TOO_LARGE',
  'UNAUTHORIZED',
  'FORBIDDEN',
  'NOT_FOUND',
  'INTEGRATION_NOT_FOUND',
  'INVALID_CREDENTIALS',
  'UNSUPPORTED_CRM',
  'MISSING_SCOPES',
  'SUPPRESSED',
  'CONFLICT',
  'RATE_LIMIT',
  'CRM_UNAVAILABLE',
  'CRM_REJECTED',
  'INTERNAL',
  'not_configured',
]) satisfies z.ZodType<SyncFailure['code']>;

/** The body of every error of the integration API. */
export const failureShape = z
  .object({
    success: z.literal(false),
    error: z.string(),
    code,
    requestId: z.uuid(),
    details: z.object({ fields: z.array(z.object({ field: z.string(), message: z.string() })) }).exactOptional(),
  })
  .meta({ id: 'ApiError' });

const syncedContact = z.object({
  success: z.literal(true),
  crmContactId: z.string(),
  entityType: z.literal('contact'),
});
const syncedCompany = z.object({
  success: z.literal(true),
  crmCompanyId: z.string(),
  entityType: z.literal('company'),
});
const notSynced = z.object({ success: z.literal(false), error: z.string(), code });

/** The answer of one sync. */
export const syncedShape = z.union([syncedContact, syncedCompany]).meta({ id: 'Synced' });

/** The answer of a batch: one result for each record, in the order of the request. */
export const batchAnswerShape = z
  .object({ success: z.boolean(), results: z.array(z.union([syncedContact, syncedCompany, notSynced])) })
  .meta({ id: 'BatchAnswer' });
