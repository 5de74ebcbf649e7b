import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { PortalSettings } from '../../domain/portal/settings.ts';
import type { BeginRunInput, SeenRecord } from '../../ports/enrichment-store.ts';
import type { Database } from './make-database.ts';
import { recallSettings } from './stored-settings.ts';

/** Far more than are open in cards at one time. */
const KNOWN_RECORDS = 10_000;
/** Longer than a person looks at a card before clicking; then other processes may well have worked on the record. */
const SEEN_FOR_MS = 10 * 60_000;

/** What a process knows over one pool, which requests and jobs share. */
interface Known {
  /** Versions of records as they were seen last, by `keyOf`. */
  readonly seen: LRUCache<string, string>;
  /** Idempotency keys that began a run here: they are answered from what is stored. */
  readonly begun: LRUCache<string, true>;
}

const knownBy = new WeakMap<Database['pool'], Known>();

function knownOf({ pool }: Database): Known {
  const known = knownBy.get(pool) ?? {
    seen: new LRUCache({ max: KNOWN_RECORDS, ttl: SEEN_FOR_MS }),
    begun: new LRUCache({ max: KNOWN_RECORDS }),
  };
  knownBy.set(pool, known);
  return known;
}

/** What names a record. */
export interface RecordName extends Pick<BeginRunInput['request'], 'objectType' | 'objectId'> {
  readonly organizationId: string;
}

/**
 * SQL of what tells whether anything of ours ended on a record: which transactions wrote its memory and its last run.
 * `$1` is the organisation.
 */
export const versionColumns = (objectType: string, objectId: string): string => `
  (SELECT v.xmin::text FROM crm_entity_mappings v
   WHERE v.organization_id = $1::uuid AND v.object_type = ${objectType} AND v.crm_record_id = ${objectId}) AS memory_version,
  (SELECT l.id || ' ' || l.xmin FROM enrichments l WHERE l.organization_id = $1::uuid AND l.object_type = ${objectType} AND l.object_id = ${objectId}
   ORDER BY l.created_at DESC LIMIT 1) AS last_run`;

/** The columns of `versionColumns`. */
export const versionRow = z.object({ memory_version: z.string().nullable(), last_run: z.string().nullable() });

/** Remembers how a record stands while no run of it goes on. */
export function rememberRecord(database: Database, record: RecordName, row: z.output<typeof versionRow>): void {
  knownOf(database).seen.set(keyOf(record), versionOf(row));
}

/** Forgets a record that this process has changed in another way: its version is another now. */
export function forgetRecord(database: Database, record: RecordName): void {
  knownOf(database).seen.delete(keyOf(record));
}

/** Notes that a key began a run here. */
export function noteBegun(database: Database, { organizationId, idempotencyKey }: BeginRunInput): void {
  knownOf(database).begun.set(`${organizationId} ${idempotencyKey}`, true);
}

/** What was seen of a record, and forgets it: it holds for one run. Undefined for a key that began a run already. */
export function takeSeenRecord(
  database: Database,
  defaults: PortalSettings,
  input: BeginRunInput,
): SeenRecord | undefined {
  const { seen, begun } = knownOf(database);
  const { organizationId, request } = input;
  if (begun.has(`${organizationId} ${input.idempotencyKey}`)) return undefined;
  const key = keyOf({ organizationId, ...request });
  const version = seen.get(key);
  if (version === undefined) return undefined;
  seen.delete(key);
  const settings = recallSettings(organizationId);
  return {
    version: `${version} ${settings?.version ?? ''}`,
    settings: { ...defaults, ...settings?.sections },
  };
}

/** Whether record and settings still are as they were seen. */
export function isAsSeen(
  record: SeenRecord | undefined,
  row: z.output<typeof versionRow> & { readonly settings_version: string | null },
): boolean {
  return record?.version === `${versionOf(row)} ${row.settings_version ?? ''}`;
}

function keyOf({ organizationId, objectType, objectId }: RecordName): string {
  return `${organizationId} ${objectType} ${objectId}`;
}

function versionOf({ memory_version, last_run }: z.output<typeof versionRow>): string {
  return `${memory_version ?? ''} ${last_run ?? ''}`;
}
