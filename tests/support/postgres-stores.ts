import { randomBytes, randomUUID } from 'node:crypto';
import { type KeyRing, makeKeyRing } from '../../backend/src/adapters/crypto/key-ring.ts';
import { makeTenantVault } from '../../backend/src/adapters/crypto/tenant-vault.ts';
import { makeCompanyTextStore } from '../../backend/src/adapters/postgres/company-text-store.ts';
import { makeEnrichmentStore } from '../../backend/src/adapters/postgres/enrichment-store.ts';
import { makeInstallationStore } from '../../backend/src/adapters/postgres/installation-store.ts';
import { type Database, makeDatabase } from '../../backend/src/adapters/postgres/make-database.ts';
import { makeModelUsageStore } from '../../backend/src/adapters/postgres/model-usage-store.ts';
import { makeWrappedKeyStore } from '../../backend/src/adapters/postgres/wrapped-key-store.ts';
import type { Enrichment } from '../../backend/src/domain/enrichment/enrichment.ts';
import { newEnrichment } from '../../backend/src/domain/enrichment/new-enrichment.ts';
import { defaultPortalSettings } from '../../backend/src/domain/portal/default-settings.ts';
import type { CompanyTextStore } from '../../backend/src/ports/company-text-store.ts';
import type { BegunRun, EnrichmentStore, RecordMemory, RunRequest } from '../../backend/src/ports/enrichment-store.ts';
import type { Installation, InstallationStore } from '../../backend/src/ports/installation-store.ts';
import type { ModelUsageStore } from '../../backend/src/ports/model-usage-store.ts';

/** The stores of one process on a database. Two of these are two processes, as far as the database can tell. */
export interface Stores {
  readonly database: Database;
  readonly installations: InstallationStore;
  readonly enrichments: EnrichmentStore;
  readonly texts: CompanyTextStore;
  readonly usage: ModelUsageStore;
  readonly keys: ReturnType<typeof makeWrappedKeyStore>;
}

export const testKey = { id: 'k1', key: randomBytes(32) };

export function makeStores(url: string, options: { ring?: KeyRing; maxConnections?: number } = {}): Stores {
  const database = makeDatabase({ url, maxConnections: options.maxConnections ?? 10 });
  const keys = makeWrappedKeyStore(database);
  const vault = makeTenantVault({ ring: options.ring ?? makeKeyRing([testKey]), keys });
  return {
    database,
    keys,
    texts: makeCompanyTextStore(database),
    usage: makeModelUsageStore(database),
    installations: makeInstallationStore({ database, vault }),
    enrichments: makeEnrichmentStore({
      database,
      defaults: defaultPortalSettings,
      recoveryTask: 'resume_enrichments',
    }),
  };
}

let portals = 1000;

/** Installs a portal that no other test has. */
export function installPortal(
  stores: Stores,
  tokens = { accessToken: 'access-1', refreshToken: 'refresh-1', expiresAt: new Date('2026-11-23T09:00:00Z') },
): Promise<Installation> {
  portals += 1;
  return stores.installations.saveInstallation({
    portalId: portals,
    authKind: 'oauth',
    tokens,
    scopes: ['oauth'],
    installedByUserId: 7,
    uiDomain: 'app.hubspot.com',
    timeZone: 'Europe/London',
  });
}

export function aRequest(changes: Partial<RunRequest> = {}): RunRequest {
  return {
    objectType: 'companies',
    objectId: '123',
    mode: 'apply',
    refresh: false,
    companyId: null,
    requestedBy: { kind: 'card', userId: 7 },
    ...changes,
  };
}

/** Begins a run with a key and id of its own. */
export function begin(
  stores: Stores,
  organizationId: string,
  changes: {
    key?: string;
    request?: RunRequest;
    leaseOwner?: string;
    leaseSeconds?: number;
    isBeyondCap?: boolean;
  } = {},
): ReturnType<EnrichmentStore['beginRun']> {
  return stores.enrichments.beginRun({
    organizationId,
    enrichmentId: randomUUID(),
    idempotencyKey: changes.key ?? randomUUID(),
    request: changes.request ?? aRequest(),
    leaseOwner: changes.leaseOwner ?? 'process-a',
    leaseSeconds: changes.leaseSeconds ?? 30,
    isBeyondCap: changes.isBeyondCap ?? false,
  });
}

export function aResult(changes: Partial<Enrichment> & { id: string }): Enrichment {
  const running = newEnrichment({
    objectType: 'companies',
    objectId: '123',
    mode: 'apply',
    requestedBy: { kind: 'card', userId: 7 },
    createdAt: '2026-11-23T08:00:00.000Z',
    ...changes,
  });
  return { ...running, status: 'completed', completedAt: '2026-11-23T08:00:01.250Z', durationMs: 1250, ...changes };
}

export function aMemory(changes: Partial<RecordMemory> = {}): RecordMemory {
  return {
    companyNumber: '01234567',
    matchConfidence: 0.97,
    matchReasons: ['domain equal'],
    acceptedBy: 'auto',
    identity: { domain: 'acme.example' },
    identityCompanyId: null,
    identityReadAt: null,
    written: { oppspot_score: '74' },
    inputHash: 'abc',
    lastEnrichedAt: '2026-11-23T08:00:01.250Z',
    ...changes,
  };
}

/** The run that was begun, joined or replayed; where none was, what happened instead. */
export function runIdOf(begun: BegunRun): string {
  return 'enrichment' in begun ? begun.enrichment.id : begun.kind;
}
