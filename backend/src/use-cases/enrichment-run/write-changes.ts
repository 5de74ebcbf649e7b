import type { PropertyChange, UndoStep } from '../../domain/enrichment/enrichment.ts';
import { withArrived } from '../../domain/enrichment/interrupted-writes.ts';
import { ENRICHED_AT_PROPERTY, OPPSPOT_PROPERTIES } from '../../domain/enrichment/oppspot-properties.ts';
import { stepOf } from '../../domain/enrichment/undo-changes.ts';
import { AppError, type RefusedProperty } from '../../domain/errors.ts';
import type { PortalSettings } from '../../domain/portal/settings.ts';
import type { Crm, CrmRecord, UpdateOutcome } from '../../ports/crm.ts';
import type { Logger } from '../../ports/logger.ts';
import type { RepairEnd } from '../../ports/property-repairs.ts';
import type { WriteSnapshots } from '../../ports/write-snapshots.ts';
import type { CountedSession } from '../open-crm-session.ts';
import { type RepairPropertiesDeps, repairProperties } from '../repair-properties.ts';

/**
 * Writes of one record, at most. HubSpot names all refused properties at once, so two are the rule; a rule about a
 * property that is not ours is found by halves.
 */
const MAX_WRITES = 24;

/** How the writing ended. */
export type WriteOutcome =
  | { readonly kind: 'done'; readonly changes: readonly PropertyChange[] }
  | { readonly kind: 'gone' };

/** As `WriteOutcome`, and whether the values of before are kept beside the result. */
export type SnapshotWriteOutcome =
  | (Extract<WriteOutcome, { kind: 'done' }> & { readonly isSnapshotKept: boolean })
  | Extract<WriteOutcome, { kind: 'gone' }>;

/** What writing touches. */
export interface WriteDeps extends Omit<RepairPropertiesDeps, 'crm'> {
  readonly crm: Crm;
  /** Of the portal: what they do not let us write is not created again. */
  readonly settings: Pick<PortalSettings, 'fields'>;
}

/** What writing touches where the values of before are kept. */
export interface SnapshotWriteDeps extends WriteDeps {
  readonly snapshots: WriteSnapshots;
  readonly logger: Logger;
}

/**
 * Writes the decided values in one request. A property that the account's rules refuse is reported and the others are
 * still written; properties of ours that somebody deleted are created again first, once an hour, and are reported like the
 * others until then. The date of the last write is never written alone: it says when values were.
 *
 * What the record held before is on its way to the database before the request leaves, and is not waited for until HubSpot
 * has answered. A database that does not keep it is logged and costs nothing but the undo after a crash.
 *
 * @param arrived what an interrupted run wrote to the record, which is told with the rest
 */
export async function writeChanges(
  deps: SnapshotWriteDeps,
  session: CountedSession,
  record: CrmRecord,
  { changes, arrived }: { readonly changes: readonly PropertyChange[]; readonly arrived: readonly UndoStep[] },
): Promise<SnapshotWriteOutcome> {
  const wanted = changes.filter(({ decision }) => decision === 'write');
  if (!wanted.some(({ property }) => property !== ENRICHED_AT_PROPERTY)) {
    return { kind: 'done', changes: withArrived(changes, arrived), isSnapshotKept: true };
  }
  const sent = withArrived(
    wanted.map((change) => ({ ...change, written: true })),
    arrived,
  );
  const keeping = keepSnapshot(deps, session, record, sent.map(stepOf));
  const outcome = await restoreValues(deps, session, record, changes);
  const isSnapshotKept = await keeping;
  if (outcome.kind === 'gone') return outcome;
  return { kind: 'done', changes: withArrived(outcome.changes, arrived), isSnapshotKept };
}

async function keepSnapshot(
  { snapshots, logger }: SnapshotWriteDeps,
  { organizationId }: CountedSession,
  { objectType, id: objectId }: CrmRecord,
  steps: readonly UndoStep[],
): Promise<boolean> {
  try {
    await snapshots.keep(organizationId, [{ objectType, objectId, steps }]);
    return true;
  } catch (error) {
    logger.warn({ objectType, objectId, reason: String(error) }, 'the values before a write could not be kept');
    return false;
  }
}

/** Writes values of before back, in the same way; here the date of the last write may come alone. */
export async function restoreValues(
  deps: WriteDeps,
  session: CountedSession,
  record: CrmRecord,
  changes: readonly PropertyChange[],
): Promise<WriteOutcome> {
  const wanted = changes.filter(({ decision }) => decision === 'write');
  if (wanted.length === 0) return { kind: 'done', changes };
  const { objectType, id: objectId } = record;
  const writing: Writing = {
    write: (properties) => deps.crm.updateRecord(session, { objectType, objectId, properties }),
    repair: () => repairProperties(deps, session, deps.settings),
    hasRepaired: false,
    writes: 0,
    written: new Set(),
    refused: new Map(),
    isGone: false,
  };
  await writeAccepted(writing, new Map(wanted.map(({ property, after }) => [property, after ?? ''])));
  return writing.isGone ? { kind: 'gone' } : { kind: 'done', changes: marked(changes, writing) };
}

/** What one record's writing has come to. */
interface Writing {
  readonly write: (properties: Readonly<Record<string, string>>) => Promise<UpdateOutcome>;
  readonly repair: () => Promise<RepairEnd>;
  hasRepaired: boolean;
  writes: number;
  readonly written: Set<string>;
  readonly refused: Map<string, string>;
  isGone: boolean;
}

async function writeAccepted(writing: Writing, pending: Map<string, string>): Promise<void> {
  while (isWorthWriting(writing, pending)) {
    writing.writes += 1;
    const outcome = await writing.write(Object.fromEntries(pending));
    if (outcome.kind === 'gone') {
      writing.isGone = true;
      return;
    }
    if (outcome.kind === 'written') {
      for (const property of pending.keys()) writing.written.add(property);
      return;
    }
    if (await isRepaired(writing, outcome.properties)) continue;
    if (!dropNamed(writing, pending, outcome.properties)) {
      await writeByHalves(writing, pending, reasonOf(outcome));
      return;
    }
  }
}

/** The date goes only with other values, or after them. */
function isWorthWriting(writing: Writing, pending: ReadonlyMap<string, string>): boolean {
  if (writing.isGone || pending.size === 0) return false;
  const isDateAlone = pending.size === 1 && pending.has(ENRICHED_AT_PROPERTY);
  return !isDateAlone || writing.refused.size === 0 || writing.written.size > 0;
}

/** The refusal names a property that we do not write, because one of ours needs it: the others are still written. */
async function writeByHalves(writing: Writing, pending: Map<string, string>, reason: string): Promise<void> {
  const date = pending.get(ENRICHED_AT_PROPERTY);
  const values = [...pending].filter(([property]) => property !== ENRICHED_AT_PROPERTY);
  if (values.length <= 1 || writing.writes >= MAX_WRITES) {
    for (const property of pending.keys()) writing.refused.set(property, reason);
    return;
  }
  const middle = Math.ceil(values.length / 2);
  await writeAccepted(writing, new Map(values.slice(0, middle)));
  await writeAccepted(writing, new Map(values.slice(middle)));
  if (date !== undefined) await writeAccepted(writing, new Map([[ENRICHED_AT_PROPERTY, date]]));
}

/** True when it may be there now; a record asks once. */
async function isRepaired(writing: Writing, properties: readonly RefusedProperty[]): Promise<boolean> {
  if (writing.hasRepaired || !properties.some(isDeletedProperty)) return false;
  writing.hasRepaired = true;
  return (await writing.repair()) === 'repaired';
}

function isDeletedProperty({ property, code }: RefusedProperty): boolean {
  return code === 'PROPERTY_DOESNT_EXIST' && OPPSPOT_PROPERTIES.some(({ name }) => name === property);
}

const DELETED =
  'The property was deleted in HubSpot. It is created again once an hour at most, when the app has the permission.';

/** False when the refusal names none of these values. */
function dropNamed(writing: Writing, pending: Map<string, string>, properties: readonly RefusedProperty[]): boolean {
  const named = properties.filter(({ property }) => pending.has(property));
  for (const refused of named) {
    pending.delete(refused.property);
    const { code, message } = refused;
    writing.refused.set(
      refused.property,
      isDeletedProperty(refused) ? DELETED : `HubSpot refused it: ${message} (${code})`,
    );
  }
  return named.length > 0;
}

function reasonOf({ properties, message }: Extract<UpdateOutcome, { kind: 'refused' }>): string {
  const [rule] = properties;
  if (rule === undefined) return `HubSpot refused the write: ${message}`;
  return `HubSpot refused it: ${rule.message || `${rule.property} is missing`} (${rule.property}, ${rule.code})`;
}

function marked(changes: readonly PropertyChange[], { written, refused }: Writing): readonly PropertyChange[] {
  return changes.map((change) => {
    if (change.decision === 'keep') return change;
    return { ...change, written: written.has(change.property), reason: refused.get(change.property) ?? change.reason };
  });
}

/** A run whose lease was lost must not write: another process works on it. */
export function requireLease(signal: AbortSignal): void {
  if (signal.aborted) throw new AppError('upstream_unavailable', 'This run took too long and was given up. Try again.');
}
