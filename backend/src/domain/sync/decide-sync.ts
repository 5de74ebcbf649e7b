import type { ObjectType, PortalSettings } from '../portal/settings.ts';

/** What an event or a schedule makes of a record: a whole enrichment, its link to the register alone, or nothing. */
export type SyncDecision = 'enrich' | 'link' | 'none';

/** Why a record is looked at, and what we know of it. */
export interface SyncQuestion {
  readonly objectType: ObjectType;
  /** It is new in HubSpot. */
  readonly isCreated: boolean;
  /** We enriched or linked it before. */
  readonly isKnown: boolean;
  /** `webhook`: at once; `schedule`: the hourly or daily look. */
  readonly cause: 'webhook' | 'schedule';
}

/**
 * Decides what a change in HubSpot starts, by the portal's direction, frequency and automatic enrichment.
 *
 * Creation is its own switch and always at once. Everything else waits for what `frequency` says. `from_crm` writes
 * nothing to HubSpot; `to_crm` looks only after records it knows; `bidirectional` does both.
 */
export function decideSync(settings: PortalSettings, question: SyncQuestion): SyncDecision {
  const { direction, frequency } = settings.sync;
  const { onCreate, objectTypes } = settings.automaticEnrichment;
  const { isCreated, isKnown, objectType, cause } = question;
  if (isCreated && !isKnown && onCreate && objectTypes.includes(objectType)) {
    return direction === 'from_crm' ? 'link' : 'enrich';
  }
  const isDue = frequency !== 'manual' && (cause === 'schedule' || frequency === 'realtime');
  if (!isDue) return 'none';
  if (direction === 'from_crm') return 'link';
  if (isKnown) return 'enrich';
  return direction === 'bidirectional' ? 'link' : 'none';
}
