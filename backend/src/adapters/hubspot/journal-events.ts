import { z } from 'zod';
import type { RecordEvent } from '../../domain/sync/record-event.ts';
import { EVENT_OBJECT_TYPES, toPropertyChange } from '../../domain/sync/told-change.ts';
import type { JournalEntry } from '../../ports/events-journal.ts';
import type { PortalEvent } from '../../ports/webhook-store.ts';

const id = z.union([z.number().int().nonnegative(), z.string().regex(/^\d{1,20}$/)]).transform(String);
const value = z.union([z.string(), z.number(), z.boolean()]).nullable();
/** HubSpot's document leaves the file's shape open; what it publishes in words is read here, the rest is left out. */
const journalEvent = z.object({
  type: z.string(),
  action: z.string(),
  portalId: z.coerce.number().int().positive(),
  occurredAt: z.union([z.number(), z.string()]),
  objectTypeId: z.string().nullish(),
  fromObjectTypeId: z.string().nullish(),
  fromObjectId: id.nullish(),
  objectId: id.nullish(),
  propertyChanges: z.record(z.string(), value.catch(null)).nullish().catch(null),
  primaryObjectId: id.nullish(),
  mergedObjectIds: z.array(id).nullish(),
});
type WireEvent = z.infer<typeof journalEvent>;
const journalFile = z.object({ journalEvents: z.array(z.unknown()) });

const KINDS: Readonly<Record<string, RecordEvent['kind']>> = {
  CREATE: 'creation',
  UPDATE: 'propertyChange',
  DELETE: 'deletion',
  RESTORE: 'restore',
  MERGE: 'merge',
  GDPR_DELETE: 'privacyDeletion',
  ASSOCIATION_ADDED: 'associationChange',
  ASSOCIATION_REMOVED: 'associationChange',
};

/**
 * Reads the file of one journal entry into the events that webhooks would have told.
 *
 * The journal does not say who wrote a value: our own writes are known by their hash, as those of webhooks are.
 *
 * @returns undefined when it is no journal file at all; an event that cannot be read is left out
 * @see https://developers.hubspot.com/docs/api-reference/latest/webhooks-journal/journal-entries/guide (read 2026-11)
 */
export function readJournalFile(file: unknown): Omit<JournalEntry, 'offset'> | undefined {
  const parsed = journalFile.safeParse(file);
  if (!parsed.success) return undefined;
  const wires = parsed.data.journalEvents.flatMap((one) => journalEvent.safeParse(one).data ?? []);
  const events = wires.flatMap((wire) =>
    toEvents(wire).map((event): PortalEvent => ({ portalId: wire.portalId, event })),
  );
  const left = wires.filter(({ action }) => action.toUpperCase() === 'APP_UNINSTALL').map(({ portalId }) => portalId);
  return { events, leftPortalIds: [...new Set(left)] };
}

function toEvents(wire: WireEvent): readonly RecordEvent[] {
  const kind = KINDS[wire.action.toUpperCase()];
  const objectType = EVENT_OBJECT_TYPES.get(wire.objectTypeId ?? wire.fromObjectTypeId ?? '');
  const objectId = (kind === 'merge' ? wire.primaryObjectId : null) ?? wire.objectId ?? wire.fromObjectId;
  const occurredAtMs = typeof wire.occurredAt === 'number' ? wire.occurredAt : Date.parse(wire.occurredAt);
  if (kind === undefined || objectType === undefined || objectId == null || Number.isNaN(occurredAtMs)) return [];
  const record = { objectType, objectId, occurredAtMs };
  if (kind === 'propertyChange') {
    const changes = Object.entries(wire.propertyChanges ?? {});
    return changes.flatMap(([property, told]) => toPropertyChange(record, { property, value: told }) ?? []);
  }
  if (kind !== 'merge') return [{ kind, ...record }];
  const gone = [...(wire.mergedObjectIds ?? []), ...(wire.objectId == null ? [] : [wire.objectId])];
  return [{ kind, ...record, mergedIds: [...new Set(gone)].filter((one) => one !== objectId) }];
}
