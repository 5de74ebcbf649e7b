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
  const readPage = async (from: string | null): Promise<RecordPage> => {
    if (run.listId !== null) return deps.crm.listMembers(session, run.listId, from);
    settings ??= await deps.settings.read(organizationId);
    const { properties, propertiesWithHistory, associations } = wantedOfRecord(settings, run.objectType);
    const wanted = { properties: [...new Set([...properties, ...propertiesWithHistory])], associations };
    return deps.crm.listRecords(session, run.objectType, from, run.objectType === 'deals' ? undefined : wanted);
  };
  return {
    isPlanned: () => isPlanned,
    async planAhead(records) {
      if (isPlanned || planned - taken >= records) return;
      const ahead = { objectIds: [] as string[], records: [] as CrmRecord[], cursor, isLast: false };
      while (!ahead.isLast && planned + ahead.objectIds.length - taken < records) {
        const page = await readPage(ahead.cursor);
        ahead.objectIds.push(...page.objectIds);
        ahead.records.push(...(page.records ?? []));
        ahead.cursor = page.next;
        ahead.isLast = page.next === null || planned + ahead.objectIds.length >= run.total;
      }
      // Only what is stored counts as planned: after a failure the same pages are read again.
      const objectIds = [...new Set(ahead.objectIds)];
      await deps.bulk.addPage({ organizationId, bulkId, objectIds, cursor: ahead.cursor, isLast: ahead.isLast });
      planned += ahead.objectIds.length;
      cursor = ahead.cursor;
      isPlanned = ahead.isLast;
      for (const record of ahead.records) listed.set(record.id, record);
    },
    noteTaken(objectIds) {
      taken += objectIds.length;
      for (const objectId of objectIds) listed.delete(objectId);
    },
    listed,
  };
}
