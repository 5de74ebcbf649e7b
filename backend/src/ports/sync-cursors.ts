import type { ObjectType } from '../domain/portal/settings.ts';
import type { RecordMemory } from './enrichment-store.ts';
import type { RecordName } from './webhook-store.ts';

/**
 * How far a portal is synchronised, and links that a sync found.
 *
 * Contract for implementers:
 * - `saveLink` replaces what is remembered of a record, unless its person was forgotten meanwhile;
 * - `readCursor` answers undefined for a portal that is not synchronised by schedule;
 * - `saveCursor` never creates one and never goes back.
 */
export interface SyncCursors {
  saveLink(input: RecordName & { readonly organizationId: string; readonly memory: RecordMemory }): Promise<void>;
  readCursor(organizationId: string, objectType: ObjectType): Promise<Date | undefined>;
  saveCursor(organizationId: string, objectType: ObjectType, syncedTo: Date): Promise<void>;
}
