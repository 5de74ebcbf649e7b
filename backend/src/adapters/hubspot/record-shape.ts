import { z } from 'zod';
import type { ObjectType } from '../../domain/portal/settings.ts';
import type { CrmRecord, PropertyVersion } from '../../ports/crm.ts';

/** What PostgreSQL cannot keep as text. */
const UNSTORABLE = /[\0\p{Surrogate}]/u;

/** Documented as text; undefined for what is none, and neither a number nor a boolean, which mean the same. */
function asText(value: unknown): string | undefined {
  if (typeof value === 'string') return UNSTORABLE.test(value) ? withoutUnstorable(value) : value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** A character that PostgreSQL cannot keep must not cost the whole record. */
function withoutUnstorable(value: string): string {
  return value.replaceAll('\0', '').replace(/\p{Surrogate}/gu, '\ufffd');
}

const EXPECTED = { code: 'custom', message: 'expected a text, a number or a boolean' } as const;

const text = z.unknown().transform((value, context): string => {
  const read = asText(value);
  if (read !== undefined) return read;
  context.addIssue({ ...EXPECTED });
  return z.NEVER;
});

type Texts = Readonly<Record<string, string | null>>;

function areTexts(values: object): values is Texts {
  return Object.values(values).every(
    (value) => value === null || (typeof value === 'string' && !UNSTORABLE.test(value)),
  );
}

/**
 * Values by name, each a text or null. A record has a hundred of them, and an answer a hundred records: they are looked at
 * in one loop, and those that are as documented stay the object that they came in.
 */
const texts = z.unknown().transform((values, context): Texts => {
  const isObject = typeof values === 'object' && values !== null && !Array.isArray(values);
  if (!isObject) {
    context.addIssue({ code: 'custom', message: 'expected values by name' });
    return z.NEVER;
  }
  if (areTexts(values)) return values;
  const read = Object.entries(values).map(([name, value]) => [name, value === null ? null : asText(value)] as const);
  for (const [name, value] of read) if (value === undefined) context.addIssue({ ...EXPECTED, path: [name] });
  return Object.fromEntries(read.map(([name, value]) => [name, value ?? null]));
});

/** Documented as ISO 8601; Unix milliseconds mean the same. */
const instant = z.unknown().transform((value, context): Date => {
  const date = typeof value === 'string' || typeof value === 'number' ? new Date(value) : undefined;
  if (date !== undefined && !Number.isNaN(date.getTime())) return date;
  context.addIssue({ code: 'custom', message: 'expected a time' });
  return z.NEVER;
});

/** Documented as a number; its digits mean the same. */
const userId = z.union([
  z.number(),
  z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number),
]);

const version = z.object({
  value: text.nullish(),
  timestamp: instant,
  sourceType: z.string().nullish(),
  sourceId: text.nullish(),
  updatedByUserId: userId.nullish(),
});

/** A record as HubSpot sends it; `associations` only when one record was read. */
export const wireRecord = z.object({
  id: text,
  properties: texts,
  propertiesWithHistory: z.record(z.string(), z.array(version)).nullish(),
  associations: z
    .record(z.string(), z.object({ results: z.array(z.object({ id: text, type: z.string() })) }))
    .nullish(),
});

/** Turns HubSpot's record into ours: of a history the newest entry, each associated id once, the primary one first. */
export function toCrmRecord(objectType: ObjectType, wire: z.infer<typeof wireRecord>): CrmRecord {
  const histories = Object.entries(wire.propertiesWithHistory ?? {});
  const history = histories.map(([name, versions]) => [name, newestOf(versions)] as const);
  return {
    id: wire.id,
    objectType,
    properties: wire.properties,
    history: Object.fromEntries(history),
    associations: listAssociations(objectType, wire.associations ?? {}),
  };
}

/**
 * HubSpot sends up to 45 entries of each property. Who set a value is told by the newest, and a bulk run holds thousands of
 * records at once.
 */
function newestOf(versions: readonly z.infer<typeof version>[]): readonly PropertyVersion[] {
  const [first, ...rest] = versions;
  if (first === undefined) return [];
  return [toVersion(rest.reduce((newest, one) => (one.timestamp > newest.timestamp ? one : newest), first))];
}

function toVersion(wire: z.infer<typeof version>): PropertyVersion {
  return {
    value: wire.value ?? '',
    at: wire.timestamp.toISOString(),
    sourceType: wire.sourceType ?? 'UNKNOWN',
    sourceId: wire.sourceId ?? null,
    userId: wire.updatedByUserId ?? null,
  };
}

type WireAssociations = NonNullable<z.infer<typeof wireRecord>['associations']>;

const SINGULAR: Readonly<Record<ObjectType, string>> = { contacts: 'contact', companies: 'company', deals: 'deal' };

/**
 * One pair of records has an entry for each of its association types. The primary one is named plainly
 * (`contact_to_company`); the rest are `…_unlabeled` or labels.
 */
function listAssociations(from: ObjectType, wire: WireAssociations): CrmRecord['associations'] {
  const found: Partial<Record<ObjectType, readonly string[]>> = {};
  for (const to of ['contacts', 'companies', 'deals'] as const) {
    const results = wire[to]?.results;
    if (!results) continue;
    const primaryType = `${SINGULAR[from]}_to_${SINGULAR[to]}`;
    const primary = results.filter((entry) => entry.type === primaryType);
    found[to] = [...new Set([...primary, ...results].map((entry) => entry.id))];
  }
  return found;
}
