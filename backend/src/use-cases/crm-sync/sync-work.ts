import type { Enrichment } from '../../domain/enrichment/enrichment.ts';
import type { PortalSettings } from '../../domain/portal/settings.ts';
import type { SyncOptions } from '../../domain/sync/sync-input.ts';
import type { BulkCrm } from '../../ports/bulk-crm.ts';
import type { Clock } from '../../ports/clock.ts';
import type { CompanyRegister } from '../../ports/company-register.ts';
import type { Crm } from '../../ports/crm.ts';
import type { Integration } from '../../ports/integration-store.ts';
import type { Logger } from '../../ports/logger.ts';
import type { SettingsStore } from '../../ports/settings-store.ts';
import type { SyncCrm } from '../../ports/sync-crm.ts';
import type { SyncedRecordStore } from '../../ports/synced-record-store.ts';
import type { GetAccessTokenDeps } from '../get-access-token.ts';
import type { CountedSession } from '../open-crm-session.ts';
import type { RequestEnrichmentInput } from '../request-enrichment.ts';

/** What syncing touches. */
export interface SyncDeps extends GetAccessTokenDeps {
  readonly crm: Crm & BulkCrm;
  readonly syncCrm: SyncCrm;
  readonly syncs: SyncedRecordStore;
  readonly settings: SettingsStore;
  readonly register: CompanyRegister;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly makeId: () => string;
  /** Starts or joins the enrichment of a record and waits for it, but not for long. */
  readonly requestEnrichment: (
    input: RequestEnrichmentInput,
    waitMs: number,
    crm: Crm | undefined,
  ) => Promise<Enrichment>;
  /** The CRM that the enrichments of a batch share; absent: each has its own calls. */
  readonly enrichWith?: Crm;
  /** Ids under which our writes appear in HubSpot's property history; empty when unknown. */
  readonly ownSourceIds: readonly string[];
}

/** The sync of one record under way. */
export interface SyncWork {
  readonly integration: Integration;
  readonly tenantId: string;
  readonly session: CountedSession;
  readonly settings: PortalSettings;
  readonly options: SyncOptions;
  readonly startedAtMs: number;
  /** How long an answer waits for the enrichment, in milliseconds. */
  readonly enrichWaitMs: number;
  /** What the log says about the sync, in words; grows as it goes. */
  readonly notes: string[];
}

/** A record as the sync left it. */
export interface SyncedState {
  readonly crmRecordId: string;
  readonly operation: 'create' | 'update' | 'none';
  readonly written: readonly string[];
  readonly kept: readonly string[];
}

/** Which company the caller's `companyId` means. */
export type NamedCompany =
  /** None was given. */
  | { readonly kind: 'none' }
  | { readonly kind: 'known'; readonly id: string; readonly name: string }
  /** No register company has it: it is kept as the caller's reference. */
  | { readonly kind: 'unknown'; readonly id: string };
