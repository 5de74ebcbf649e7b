import { z } from 'zod';
import type { Integration } from '../../ports/integration-store.ts';
import { INSTALLATION_COLUMNS, toInstallation } from './installation-rows.ts';

/** The columns of `crm_integrations` that an integration shows: none of its tokens. */
export const INTEGRATION_COLUMNS = `${INSTALLATION_COLUMNS}, i.crm_type, i.is_active, i.auto_enrich, i.auto_score, i.auto_assign,
  i.auto_create_tasks, i.sync_direction, i.sync_frequency, i.last_sync_at, i.created_at, i.updated_at`;

const integrationRow = z.object({
  crm_type: z.enum(['hubspot', 'salesforce']),
  is_active: z.boolean(),
  auto_enrich: z.boolean(),
  auto_score: z.boolean(),
  auto_assign: z.boolean(),
  auto_create_tasks: z.boolean(),
  sync_direction: z.enum(['bidirectional', 'to_crm', 'from_crm']),
  sync_frequency: z.enum(['realtime', 'hourly', 'daily', 'manual']),
  last_sync_at: z.date().nullable(),
  created_at: z.date(),
  updated_at: z.date(),
});

/** Reads a row with `INTEGRATION_COLUMNS`. */
export function toIntegration(row: unknown): Integration {
  const parsed = integrationRow.parse(row);
  return {
    installation: toInstallation(row),
    crmType: parsed.crm_type,
    isActive: parsed.is_active,
    autoEnrich: parsed.auto_enrich,
    autoScore: parsed.auto_score,
    autoAssign: parsed.auto_assign,
    autoCreateTasks: parsed.auto_create_tasks,
    syncDirection: parsed.sync_direction,
    syncFrequency: parsed.sync_frequency,
    lastSyncAt: parsed.last_sync_at?.toISOString() ?? null,
    createdAt: parsed.created_at.toISOString(),
    updatedAt: parsed.updated_at.toISOString(),
  };
}
