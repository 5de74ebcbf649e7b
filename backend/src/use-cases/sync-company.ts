import type { CompanyInput, SyncOptions } from '../domain/sync/sync-input.ts';
import { companyDomain } from '../domain/sync/sync-key.ts';
import type { SyncResult } from '../domain/sync/sync-result.ts';
import { companyProperties } from '../domain/sync/synced-properties.ts';
import type { Integration } from '../ports/integration-store.ts';
import { enrichSynced } from './crm-sync/enrich-synced.ts';
import { findNamedCompany } from './crm-sync/find-named-company.ts';
import { saveCompany } from './crm-sync/resolve-company.ts';
import { ENRICH_WAIT_MS, runSync } from './crm-sync/run-sync.ts';
import type { SyncDeps } from './crm-sync/sync-work.ts';

/** Which company goes where. */
export interface SyncCompanyInput {
  readonly integration: Integration;
  readonly company: CompanyInput;
  readonly options: SyncOptions;
  /** Milliseconds; absent: as long as a single call waits. */
  readonly enrichWaitMs?: number;
}

/**
 * Syncs one company, known by the caller's id, its domain or else its name: creates or updates it once, and enriches it.
 *
 * What people typed in the CRM stays.
 *
 * @returns the record's id, or why it was not done; never throws for that
 */
export function syncCompany(deps: SyncDeps, input: SyncCompanyInput): Promise<SyncResult> {
  const { integration, company, options, enrichWaitMs = ENRICH_WAIT_MS } = input;
  const subject = { email: null, domains: [company.domain] };
  return runSync(deps, { integration, options, syncType: 'company', enrichWaitMs, subject }, async (work) => {
    const named = await findNamedCompany(deps, company.companyId);
    const domain = companyDomain(company.domain);
    const wanted = { name: company.name, domain, externalId: named.kind === 'none' ? null : named.id };
    const state = await saveCompany(deps, work, wanted, companyProperties(company, domain));
    const record = { objectType: 'companies', objectId: state.crmRecordId, company: named } as const;
    return { state, enriched: await enrichSynced(deps, work, record) };
  });
}
