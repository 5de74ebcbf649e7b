import { mapFields } from '../mapping/map-fields.ts';
import type { TargetProperty } from '../portal/field-compatibility.ts';
import type { FieldMapping } from '../portal/settings.ts';
import type { PropertyChange } from './enrichment.ts';
import { ENRICHED_AT_PROPERTY, OPPSPOT_PROPERTIES, STATUS_PROPERTY } from './oppspot-properties.ts';
import { sourceValuesOf, statusValueOf, type ValuedResult } from './values-of-result.ts';
import { isSameValue, originOf, type RecordProvenance, type ValueOrigin } from './who-set-value.ts';

/** What the decision rests on. */
export interface DecideChangesInput extends RecordProvenance {
  readonly result: ValuedResult;
  /** The mappings of this object type. */
  readonly mappings: readonly FieldMapping[];
  /** Number of the company that the earlier values were about; null when there were none. */
  readonly previousCompanyNumber: string | null;
  /** The account's present properties that mappings write to, by name; absent where they were not read. */
  readonly targets?: Readonly<Record<string, TargetProperty>>;
}

/** One property and what it would hold if nothing stood against it. */
interface Wish {
  readonly property: string;
  /** `''`: to be cleared. */
  readonly value: string;
  readonly policy: FieldMapping['policy'];
  readonly respectHumanEdits: boolean;
  /** Why the target does not take the value. */
  readonly problem?: string | undefined;
}

const OWN_NAMES: ReadonlySet<string> = new Set(OPPSPOT_PROPERTIES.map(({ name }) => name));

/**
 * Decides per property what to write, clear or keep; `[]` when nothing would change.
 *
 * A value is cleared only when it is ours and no longer holds; what somebody else set is kept where the mapping says
 * so. Absence never becomes a write: a source that said nothing leaves the property as it is, unless the record now
 * means another company. `oppspot_last_enriched_at` is written only beside another write.
 */
export function decideChanges(input: DecideChangesInput): readonly PropertyChange[] {
  const changes = wishesOf(input).flatMap((wish) => decideWish(wish, input) ?? []);
  if (!changes.some(({ decision }) => decision === 'write')) return changes;
  const before = input.current[ENRICHED_AT_PROPERTY] ?? null;
  const date = writeOf(ENRICHED_AT_PROPERTY, before, input.result.enrichedAt, 'values were written');
  return [...changes, date];
}

/** The values to send to the CRM, by property. */
export function valuesToWrite(changes: readonly PropertyChange[]): Readonly<Record<string, string>> {
  const writes = changes.filter(({ decision }) => decision === 'write');
  return Object.fromEntries(writes.map(({ property, after }) => [property, after ?? '']));
}

function wishesOf({ result, mappings, previousCompanyNumber, targets }: DecideChangesInput): readonly Wish[] {
  const status = statusValueOf(result.status);
  if (status === null) return [];
  const number = result.match?.company?.companyNumber ?? null;
  const isOtherCompany = previousCompanyNumber !== null && previousCompanyNumber !== number;
  const fields = mapFields(sourceValuesOf(result), mappings, targets).flatMap(
    ({ mapping, value, problem }): readonly Wish[] => {
      const { target: property, policy, respectHumanEdits } = mapping;
      if (value === undefined && !isOtherCompany) return [];
      return [{ property, value: value ?? '', policy, respectHumanEdits, problem }];
    },
  );
  // How the run ended is ours to say, so that no edit stands against it.
  return [...fields, { property: STATUS_PROPERTY, value: status, policy: 'overwrite', respectHumanEdits: false }];
}

/** undefined: nothing to do and nothing worth telling. */
function decideWish(wish: Wish, input: DecideChangesInput): PropertyChange | undefined {
  const { property, value, policy, respectHumanEdits } = wish;
  const before = input.current[property] ?? null;
  if (isSameValue(before ?? '', value)) return undefined;
  const origin = originOf(property, input);
  if (value === '') return decideClearing(property, before, origin, policy);
  if (policy === 'never') return keepOf(property, before, value, 'the mapping never writes this field');
  if (input.current[property] === undefined && !OWN_NAMES.has(property)) {
    return keepOf(property, before, value, 'the account has no such property');
  }
  if (wish.problem !== undefined) return keepOf(property, before, value, wish.problem);
  if (origin === 'empty') return writeOf(property, before, value, 'was empty');
  if (origin === 'ours') return writeOf(property, before, value, 'our earlier value has changed');
  if (origin === 'others' && policy === 'fill_empty') {
    return keepOf(property, before, value, 'already has a value, and the mapping only fills empty fields');
  }
  if (!respectHumanEdits) {
    return { ...writeOf(property, before, value, 'the mapping overwrites edits'), replaces: origin };
  }
  const reason = origin === 'others' ? 'set by somebody else, kept' : 'cleared by somebody else, kept empty';
  return keepOf(property, before, value, reason);
}

/** Only our own value can stop holding; what others typed stays theirs, and is not worth a line unless it was ours once. */
function decideClearing(
  property: string,
  before: string | null,
  origin: ValueOrigin,
  policy: FieldMapping['policy'],
): PropertyChange | undefined {
  if (policy === 'never') return undefined;
  if (origin === 'ours') return writeOf(property, before, '', 'our earlier value no longer holds');
  return OWN_NAMES.has(property) ? keepOf(property, before, '', 'set by somebody else, kept') : undefined;
}

function writeOf(property: string, before: string | null, after: string, reason: string): PropertyChange {
  return { property, before, after, decision: 'write', reason, written: false };
}

function keepOf(property: string, before: string | null, after: string, reason: string): PropertyChange {
  return { property, before, after, decision: 'keep', reason, written: false };
}
