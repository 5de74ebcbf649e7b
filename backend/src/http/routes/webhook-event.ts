import type { ObjectType } from '../../domain/portal/settings.ts';
import type { RecordEvent, RecordEventKind } from '../../domain/sync/record-event.ts';
import { EVENT_OBJECT_TYPES, toPropertyChange } from '../../domain/sync/told-change.ts';
import type { IncomingEvent } from '../../use-cases/receive-webhooks.ts';

/** What is looked at of an event; any of it may be absent or of another type. */
interface WireEvent {
  readonly portalId?: unknown;
  readonly appId?: unknown;
  readonly subscriptionType?: unknown;
  readonly objectTypeId?: unknown;
  readonly objectId?: unknown;
  readonly fromObjectId?: unknown;
  readonly fromObjectTypeId?: unknown;
  readonly toObjectTypeId?: unknown;
  readonly associationType?: unknown;
  readonly occurredAt?: unknown;
  readonly propertyName?: unknown;
  readonly propertyValue?: unknown;
  readonly changeSource?: unknown;
  readonly sourceId?: unknown;
  readonly primaryObjectId?: unknown;
  readonly mergedObjectIds?: unknown;
  readonly newObjectId?: unknown;
}

const KINDS: ReadonlyMap<string, RecordEventKind> = new Map(
  (['creation', 'propertyChange', 'deletion', 'restore', 'merge', 'privacyDeletion', 'associationChange'] as const).map(
    (kind) => [kind, kind],
  ),
);

/**
 * Reads one event of HubSpot's batch (`object.*` with its type id, or `contact.*`, `company.*`, `deal.*`). Thousands come in a
 * second, so they are read by hand: a schema took most of the time of a request.
 *
 * @param appId our app's id; undefined when it is not configured: then the one the event is addressed to
 * @returns undefined for what cannot be read and what tells nothing about a record's company; a member of another type than
 * HubSpot's counts as absent
 * @see docs: hubspot webhooks guide, "Webhook payloads" (read 2026-11)
 */
export function readWebhookEvent(input: unknown, appId: number | undefined): IncomingEvent | undefined {
  if (typeof input !== 'object' || input === null) return undefined;
  const wire: WireEvent = input;
  const portalId = numberOf(wire.portalId);
  const occurredAtMs = instantOf(wire.occurredAt);
  const type = textOf(wire.subscriptionType);
  if (portalId === undefined || portalId === 0 || occurredAtMs === undefined || type === undefined) return undefined;
  const dot = type.indexOf('.');
  const prefix = type.slice(0, dot);
  const kind = KINDS.get(type.slice(dot + 1));
  const typeName = prefix === 'object' ? (textOf(wire.objectTypeId) ?? textOf(wire.fromObjectTypeId) ?? '') : prefix;
  const objectType = EVENT_OBJECT_TYPES.get(typeName);
  if (kind === undefined || objectType === undefined) return undefined;
  const isOwnWrite = wire.changeSource === 'INTEGRATION' && isSame(wire.sourceId, appId ?? wire.appId);
  const event = toEvent(wire, { kind, objectType, occurredAtMs, isOwnWrite });
  return event === undefined ? undefined : { portalId, event, isOwnWrite };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

const DIGITS = /^\d{1,20}$/;

/** A whole number from 0 on, or its digits. */
function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && DIGITS.test(value) ? Number(value) : value;
  return Number.isSafeInteger(number) && Number(number) >= 0 ? Number(number) : undefined;
}

function isSame(source: unknown, app: unknown): boolean {
  const id = idOf(source);
  return id !== undefined && id === idOf(app);
}

/** Unix milliseconds, as a number or as its text. */
function instantOf(value: unknown): number | undefined {
  const instant = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof instant === 'number' && Number.isFinite(instant) && instant >= 0 ? instant : undefined;
}

/** Ids may be larger than numbers can be. */
function idOf(value: unknown): string | undefined {
  if (typeof value === 'string') return DIGITS.test(value) ? value : undefined;
  return Number.isSafeInteger(value) && Number(value) >= 0 ? String(value) : undefined;
}

interface Told {
  readonly kind: RecordEventKind;
  readonly objectType: ObjectType;
  readonly occurredAtMs: number;
  readonly isOwnWrite: boolean;
}

function toEvent(wire: WireEvent, { kind, objectType, occurredAtMs, isOwnWrite }: Told): RecordEvent | undefined {
  if (kind === 'merge') return toMerge(wire, objectType, occurredAtMs);
  const objectId = idOf(wire.objectId) ?? idOf(wire.fromObjectId);
  if (objectId === undefined || (kind === 'associationChange' && !leadsToCompany(wire, objectType))) return undefined;
  if (kind !== 'propertyChange') return { kind, objectType, objectId, occurredAtMs };
  // An own write is known by its source; hashing what it wrote would be half of all the work here.
  const value = isOwnWrite ? undefined : scalarOf(wire.propertyValue);
  return toPropertyChange({ objectType, objectId, occurredAtMs }, { property: textOf(wire.propertyName) ?? '', value });
}

function scalarOf(value: unknown): string | number | boolean | undefined {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : undefined;
}

function toMerge(wire: WireEvent, objectType: ObjectType, occurredAtMs: number): RecordEvent | undefined {
  const primary = idOf(wire.primaryObjectId);
  const survivor = idOf(wire.newObjectId) ?? primary ?? idOf(wire.objectId);
  if (survivor === undefined) return undefined;
  const named: readonly unknown[] = Array.isArray(wire.mergedObjectIds) ? wire.mergedObjectIds : [];
  const merged = [...named.flatMap((id) => idOf(id) ?? []), ...(primary === undefined ? [] : [primary])];
  const mergedIds = [...new Set(merged)].filter((id) => id !== survivor);
  return { kind: 'merge', objectType, objectId: survivor, occurredAtMs, mergedIds };
}

/**
 * Contacts and deals belong to the company they are associated with; their other associations say nothing about it. One
 * that does not tell where it leads is looked at: the record is read again in any case.
 */
function leadsToCompany({ toObjectTypeId, associationType }: WireEvent, objectType: ObjectType): boolean {
  if (objectType === 'companies') return false;
  const to = textOf(toObjectTypeId) ?? /_TO_([A-Z]+)/.exec(textOf(associationType) ?? '')?.[1]?.toLowerCase();
  return to === undefined || EVENT_OBJECT_TYPES.get(to) === 'companies';
}
