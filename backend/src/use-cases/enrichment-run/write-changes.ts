import type { PropertyChange } from '../../domain/enrichment/enrichment.ts';
import { ENRICHED_AT_PROPERTY, OPPSPOT_PROPERTIES } from '../../domain/enrichment/oppspot-properties.ts';
import { AppError, type RefusedProperty } from '../../domain/errors.ts';
import type { Crm, CrmRecord } from '../../ports/crm.ts';
import type { CountedSession } from '../open-crm-session.ts';

/** Each round drops what was refused; HubSpot names all refused properties at once, so two rounds are the rule. */
const MAX_ROUNDS = 4;

/** How the writing ended. */
export type WriteOutcome =
  | { readonly kind: 'done'; readonly changes: readonly PropertyChange[] }
  | { readonly kind: 'gone' };

/**
 * Writes the decided values in one request. A property that the account's rules refuse is reported and the others are
 * still written; properties of ours that somebody deleted are created again first.
 */
export async function writeChanges(
  deps: { readonly crm: Crm },
  session: CountedSession,
  record: CrmRecord,
  changes: readonly PropertyChange[],
): Promise<WriteOutcome> {
  const pending = new Map(
    changes.filter(({ decision }) => decision === 'write').map((change) => [change.property, change.after ?? '']),
  );
  const refused = new Map<string, string>();
  let hasRepaired = false;
  for (let round = 0; round < MAX_ROUNDS && isWorthWriting(pending); round += 1) {
    const outcome = await deps.crm.updateRecord(session, {
      objectType: record.objectType,
      objectId: record.id,
      properties: Object.fromEntries(pending),
    });
    if (outcome.kind === 'gone') return { kind: 'gone' };
    if (outcome.kind === 'written') return { kind: 'done', changes: marked(changes, pending, refused) };
    if (!hasRepaired && outcome.properties.some(isDeletedProperty)) {
      hasRepaired = true;
      await deps.crm.ensureProperties(session, record.objectType, OPPSPOT_PROPERTIES);
      continue;
    }
    dropRefused(pending, refused, outcome.properties, outcome.message);
  }
  return { kind: 'done', changes: marked(changes, new Map(), refused) };
}

/** The date alone is never written: it says when values were. */
function isWorthWriting(pending: ReadonlyMap<string, string>): boolean {
  return [...pending.keys()].some((property) => property !== ENRICHED_AT_PROPERTY);
}

function isDeletedProperty({ property, code }: RefusedProperty): boolean {
  return code === 'PROPERTY_DOESNT_EXIST' && OPPSPOT_PROPERTIES.some(({ name }) => name === property);
}

/** A refusal that names none of our values (a rule about another property) stops the whole write, in HubSpot's words. */
function dropRefused(
  pending: Map<string, string>,
  refused: Map<string, string>,
  properties: readonly RefusedProperty[],
  message: string,
): void {
  const named = properties.filter(({ property }) => pending.has(property));
  const reasons =
    named.length > 0
      ? named.map(({ property, code, message: text }) => [property, `HubSpot refused it: ${text} (${code})`] as const)
      : [...pending.keys()].map((property) => [property, `HubSpot refused the write: ${message}`] as const);
  for (const [property, reason] of reasons) {
    pending.delete(property);
    refused.set(property, reason);
  }
}

function marked(
  changes: readonly PropertyChange[],
  written: ReadonlyMap<string, string>,
  refused: ReadonlyMap<string, string>,
): readonly PropertyChange[] {
  return changes.map((change) => {
    if (change.decision === 'keep') return change;
    return { ...change, written: written.has(change.property), reason: refused.get(change.property) ?? change.reason };
  });
}

/** A run whose lease was lost must not write: another process works on it. */
export function requireLease(signal: AbortSignal): void {
  if (signal.aborted) throw new AppError('upstream_unavailable', 'This run took too long and was given up. Try again.');
}
