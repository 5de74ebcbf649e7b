import { doneOf } from '../../domain/bulk/bulk-run.ts';
import type { PortalSettings } from '../../domain/portal/settings.ts';
import type { BulkCrm, RecordPage } from '../../ports/bulk-crm.ts';
import type { BulkLease, BulkStore, LeasedBulk } from '../../ports/bulk-store.ts';
import type { CrmRecord, CrmSession } from '../../ports/crm.ts';
import type { SettingsStore } from '../../ports/settings-store.ts';
import { wantedOfRecord } from '../enrichment-run/read-subject.ts';

/** What planning touches. */
export interface PlanBulkDeps {
  readonly bulk: BulkStore;
  readonly crm: BulkCrm;
  readonly settings: SettingsStore;
}

/** The records of a run as one leg plans them. */
export interface BulkPlanning {
  /** True when all records of the selection have their rows. */
  isPlanned(): boolean;
  /** Makes sure that so many records can be taken, or that none are left to plan. */
  planAhead(records: number): Promise<void>;
  /** Says that a step took these. */
  noteTaken(objectIds: readonly string[]): void;
  /** What the search told of records that no step has taken yet. */
  readonly listed: ReadonlyMap<string, CrmRecord>;
}

/**
 * Plans the records of a list, and of all, page by page just ahead of the steps, so that what the search tells of them is
 * still true when they are read.
 *
 * @param session of the leg: its calls are counted there
 */
export function makeBulkPlanning(
  deps: PlanBulkDeps,
  { organizationId, bulkId }: BulkLease,
  leased: LeasedBulk,
  session: CrmSession,
): BulkPlanning {
  const { run } = leased;
  const listed = new Map<string, CrmRecord>();
  let { planned, isPlanned, cursor } = leased;
  let taken = doneOf(run);
  let settings: PortalSettings | undefined;
  const readPage = async (): Promise<RecordPage> => {
    if (run.listId !== null) return deps.crm.listMembers(session, run.listId, cursor);
    settings ??= await deps.settings.read(organizationId);
    const { properties, propertiesWithHistory, associations } = wantedOfRecord(settings, run.objectType);
    const wanted = { properties: [...new Set([...properties, ...propertiesWithHistory])], associations };
    return deps.crm.listRecords(session, run.objectType, cursor, run.objectType === 'deals' ? undefined : wanted);
  };
  return {
    isPlanned: () => isPlanned,
    async planAhead(records) {
      while (!isPlanned && planned - taken < records) {
        const { objectIds, next, records: known = [] } = await readPage();
        planned += objectIds.length;
        isPlanned = next === null || planned >= run.total;
        cursor = next;
        await deps.bulk.addPage({ organizationId, bulkId, objectIds, cursor, isLast: isPlanned });
        for (const record of known) listed.set(record.id, record);
      }
    },
    noteTaken(objectIds) {
      taken += objectIds.length;
      for (const objectId of objectIds) listed.delete(objectId);
    },
    listed,
  };
}
