import type { ObjectType } from '../domain/portal/settings.ts';
import type { RecordMemory } from './enrichment-store.ts';

/** What our side knows of one CRM record. */
export interface KnownRecord {
  /** undefined: it was never enriched or linked. */
  readonly memory: RecordMemory | undefined;
  /** It is in the recycle bin of HubSpot, or was merged into another. */
  readonly isGone: boolean;
  /** Its person is forgotten: nothing may be kept or looked up. */
  readonly isErased: boolean;
  /** When it was last enriched or linked; null when it never was. */
  readonly syncedAt: Date | null;
}

/** Looks up what is known of a record. Contract: a record nobody knows is answered with nothing known, never an error. */
export interface RecordLookup {
  lookUp(organizationId: string, objectType: ObjectType, objectId: string): Promise<KnownRecord>;
}
