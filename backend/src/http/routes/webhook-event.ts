import { z } from 'zod';
import type { ObjectType } from '../../domain/portal/settings.ts';
import type { RecordEvent } from '../../domain/sync/record-event.ts';
import { EVENT_OBJECT_TYPES, toPropertyChange } from '../../domain/sync/told-change.ts';
import type { IncomingEvent } from '../../use-cases/receive-webhooks.ts';

const idSchema = z.union([z.number().int().nonnegative(), z.string().regex(/^\d{1,20}$/)]).transform(String);

const eventSchema = z.object({
  portalId: z.coerce.number().int().positive(),
  appId: z.union([z.number(), z.string()]).nullish(),
  subscriptionType: z.string(),
  objectTypeId: z.string().nullish(),
  objectId: idSchema.nullish(),
  fromObjectId: idSchema.nullish(),
  fromObjectTypeId: z.string().nullish(),
  toObjectTypeId: z.string().nullish(),
  associationType: z.string().nullish(),
  occurredAt: z.coerce.number().nonnegative(),
  propertyName: z.string().nullish(),
  propertyValue: z.union([z.string(), z.number(), z.boolean()]).nullish(),
  changeSource: z.string().nullish(),
  sourceId: z.union([z.string(), z.number()]).nullish(),
  primaryObjectId: idSchema.nullish(),
  mergedObjectIds: z.array(idSchema).nullish(),
  newObjectId: idSchema.nullish(),
});
type WireEvent = z.infer<typeof eventSchema>;

const kindSchema = z.enum([
  'creation',
  'propertyChange',
  'deletion',
  'restore',
  'merge',
  'privacyDeletion',
  'associationChange',
]);

/**
 * Reads one event of HubSpot's batch (`object.*` with its type id, or `contact.*`, `company.*`, `deal.*`).
 *
 * @param appId our app's id; undefined when it is not configured: then the one the event is addressed to
 * @returns undefined for what cannot be read and what tells nothing about a record's company
 * @see docs: hubspot webhooks guide, "Webhook payloads" (read 2026-11)
 */
export function readWebhookEvent(input: unknown, appId: number | undefined): IncomingEvent | undefined {
  const parsed = eventSchema.safeParse(input);
  if (!parsed.success) return undefined;
  const wire = parsed.data;
  const [prefix = '', word] = wire.subscriptionType.split('.');
  const kind = kindSchema.safeParse(word);
  const objectType =
    EVENT_OBJECT_TYPES[prefix === 'object' ? (wire.objectTypeId ?? wire.fromObjectTypeId ?? '') : prefix];
  const own = String(appId ?? wire.appId ?? '');
  const isOwnWrite = wire.changeSource === 'INTEGRATION' && own !== '' && String(wire.sourceId ?? '') === own;
  // An own write is known by its source; hashing what it wrote would be half of all the work here.
  const told = isOwnWrite ? { ...wire, propertyValue: null } : wire;
  const event = kind.success && objectType ? toEvent(told, kind.data, objectType) : undefined;
  if (!event) return undefined;
  return { portalId: wire.portalId, event, isOwnWrite };
}

function toEvent(wire: WireEvent, kind: RecordEvent['kind'], objectType: ObjectType): RecordEvent | undefined {
  const occurredAtMs = wire.occurredAt;
  if (kind === 'merge') return toMerge(wire, objectType);
  const objectId = wire.objectId ?? wire.fromObjectId;
  if (objectId == null || (kind === 'associationChange' && !leadsToCompany(wire, objectType))) return undefined;
  if (kind !== 'propertyChange') return { kind, objectType, objectId, occurredAtMs };
  const told = { property: wire.propertyName ?? '', value: wire.propertyValue };
  return toPropertyChange({ objectType, objectId, occurredAtMs }, told);
}

function toMerge(wire: WireEvent, objectType: ObjectType): RecordEvent | undefined {
  const survivor = wire.newObjectId ?? wire.primaryObjectId ?? wire.objectId;
  if (survivor == null) return undefined;
  const merged = [...(wire.mergedObjectIds ?? []), ...(wire.primaryObjectId == null ? [] : [wire.primaryObjectId])];
  const mergedIds = [...new Set(merged)].filter((id) => id !== survivor);
  return { kind: 'merge', objectType, objectId: survivor, occurredAtMs: wire.occurredAt, mergedIds };
}

/**
 * Contacts and deals belong to the company they are associated with; their other associations say nothing about it. One
 * that does not tell where it leads is looked at: the record is read again in any case.
 */
function leadsToCompany({ toObjectTypeId, associationType }: WireEvent, objectType: ObjectType): boolean {
  if (objectType === 'companies') return false;
  const to = toObjectTypeId ?? /_TO_([A-Z]+)/.exec(associationType ?? '')?.[1]?.toLowerCase();
  return to === undefined || EVENT_OBJECT_TYPES[to] === 'companies';
}
