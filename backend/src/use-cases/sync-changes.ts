import { companyIdentityOf, IDENTITY_PROPERTIES } from '../domain/company/identify-company.ts';
import type { ObjectType, PortalSettings } from '../domain/portal/settings.ts';
import { decideSync } from '../domain/sync/decide-sync.ts';
import type { CrmSession } from '../ports/crm.ts';
import type { ChangedRecord, CrmChanges } from '../ports/crm-changes.ts';
import type { InstallationStore } from '../ports/installation-store.ts';
import type { JobQueue } from '../ports/job-queue.ts';
import type { Logger } from '../ports/logger.ts';
import type { SettingsStore } from '../ports/settings-store.ts';
import type { SyncCursors } from '../ports/sync-cursors.ts';
import type { RecordWithEvents, WebhookStore } from '../ports/webhook-store.ts';
import type { GetAccessTokenDeps } from './get-access-token.ts';
import { openCrmSession } from './open-crm-session.ts';
import { type RecordToSync, startSync } from './start-sync.ts';

/** Name and key of the job that looks for changes; one a portal. The database schedules it by the same words. */
export const SYNC_CHANGES = { task: 'sync_changes', key: 'sync-changes' } as const;

/** HubSpot's largest page of a search. */
const PAGE = 200;
/** HubSpot's index shows a change some seconds late: the next look begins so long before the last change seen. */
const OVERLAP_MS = 60_000;
/** `realtime` is looked at as well: webhooks that never came are found here. */
const EVERY_MS = { realtime: 3_600_000, hourly: 3_600_000, daily: 86_400_000 } as const;

const OBJECT_TYPES: readonly ObjectType[] = ['contacts', 'companies', 'deals'];

/** What the use case touches. */
export interface SyncChangesDeps extends GetAccessTokenDeps {
  readonly installations: InstallationStore;
  readonly settings: SettingsStore;
  readonly syncCursors: SyncCursors;
  readonly webhooks: Pick<WebhookStore, 'lookUpAll'>;
  readonly changes: CrmChanges;
  readonly queue: JobQueue;
  readonly logger: Logger;
}

/**
 * Finds what changed in a portal since the last look, by date of modification, and queues it; then leaves the next look
 * behind. What our own last run changed, and what a webhook was faster with, is not queued again.
 *
 * @returns how many records were queued
 */
export async function syncChanges(
  deps: SyncChangesDeps,
  { organizationId }: { readonly organizationId: string },
): Promise<number> {
  const settings = await deps.settings.read(organizationId);
  const { frequency } = settings.sync;
  const installation = await deps.installations.findByOrganizationId(organizationId);
  // A portal that left is scheduled again when it comes back, one on manual when that is changed.
  if (frequency === 'manual' || !installation || installation.status === 'disconnected') return 0;
  // The next look first: should this one be given up, the portal is not forgotten.
  await deps.queue.enqueue({
    organizationId,
    ...SYNC_CHANGES,
    jobClass: 'schedule',
    payload: {},
    delayMs: EVERY_MS[frequency],
  });
  const session = openCrmSession(deps, installation, 'background');
  let queued = 0;
  for (const objectType of OBJECT_TYPES) {
    if (!settings.automaticEnrichment.objectTypes.includes(objectType)) continue;
    queued += await syncObjectType(deps, { organizationId, session, settings, objectType });
  }
  deps.logger.info({ organizationId, frequency, queued }, 'looked for changes in HubSpot');
  return queued;
}

interface Look {
  readonly organizationId: string;
  readonly session: CrmSession;
  readonly settings: PortalSettings;
  readonly objectType: ObjectType;
}

async function syncObjectType(deps: SyncChangesDeps, look: Look): Promise<number> {
  const { organizationId, session, objectType } = look;
  const cursor = await deps.syncCursors.readCursor(organizationId, objectType);
  if (cursor === undefined) return 0;
  let since = new Date(cursor.getTime() - OVERLAP_MS);
  let after: string | null = null;
  let queued = 0;
  for (;;) {
    const properties = objectType === 'deals' ? [] : IDENTITY_PROPERTIES[objectType];
    const page = await deps.changes.findChanged(session, { objectType, since, properties, limit: PAGE, after });
    queued += await queueChanged(deps, look, page.records, cursor);
    const last = page.records.at(-1)?.changedAt;
    if (last !== undefined) await deps.syncCursors.saveCursor(organizationId, objectType, last);
    if (page.next !== null) after = page.next;
    // A search ends after 10,000 results; a new one goes on from the last of them, unless all are of one instant.
    else if (page.records.length === PAGE && last !== undefined && last > since) [since, after] = [last, null];
    else return queued;
  }
}

async function queueChanged(
  deps: SyncChangesDeps,
  { organizationId, settings, objectType }: Look,
  changed: readonly ChangedRecord[],
  cursor: Date,
): Promise<number> {
  const known = await deps.webhooks.lookUpAll(
    organizationId,
    changed.map(({ id }) => ({ objectType, objectId: id })),
  );
  const records = changed.flatMap((record, index): readonly RecordToSync[] => {
    const what = known[index];
    if (what === undefined || what.isErased || isSeen(record, what)) return [];
    const isCreated = record.createdAt.getTime() >= cursor.getTime() - OVERLAP_MS;
    const isKnown = what.memory !== undefined;
    const decision = decideSync(settings, { objectType, isCreated, isKnown, cause: 'schedule' });
    if (decision === 'none') return [];
    const version = String(record.changedAt.getTime());
    return [{ objectType, objectId: record.id, decision, version, delayMs: 0 }];
  });
  await startSync(deps.queue, { organizationId, jobClass: 'schedule', records });
  return records.length;
}

/** Looked at after the change; or a company that still says the same of itself. */
function isSeen(record: ChangedRecord, known: RecordWithEvents): boolean {
  if (known.syncedAt !== null && known.syncedAt >= record.changedAt) return true;
  if (record.objectType !== 'companies' || !known.memory?.identity) return false;
  const { companyNumber: _, ...before } = known.memory.identity;
  const now = companyIdentityOf(record.properties);
  const names = new Set([...Object.keys(before), ...Object.keys(now)]);
  return [...names].every((name) => Reflect.get(before, name) === Reflect.get(now, name));
}
