import type { SourceValues } from '../enrichment/values-of-result.ts';
import { type TargetProperty, whyIncompatible } from '../portal/field-compatibility.ts';
import type { FieldMapping } from '../portal/settings.ts';
import { fitTarget } from './fit-target.ts';
import { findTransform } from './transforms.ts';

/** What a mapping wants its target to hold. */
export interface MappedField {
  readonly mapping: FieldMapping;
  /** undefined: the result says nothing about the source; `''`: it says that there is none. */
  readonly value: string | undefined;
  /** Why the target does not take it any more, or not this value; the target is then left as it is. */
  readonly problem?: string;
}

/**
 * Applies mappings to the values of a result, in the order of the mappings.
 *
 * Two mappings to one target: the first counts (settings with both are refused when saved). A value that a transform
 * cannot turn is no value rather than a wrong one. Mappings were checked when they were saved; here they are checked
 * against the targets as they are now.
 *
 * @param targets the account's present properties by name; one that is absent here is not checked
 */
export function mapFields(
  values: SourceValues,
  mappings: readonly FieldMapping[],
  targets: Readonly<Record<string, TargetProperty>> = {},
): readonly MappedField[] {
  const taken = new Set<string>();
  return mappings.flatMap((mapping) => {
    if (taken.has(mapping.target)) return [];
    taken.add(mapping.target);
    const source = values[mapping.source];
    const value = source ? findTransform(mapping.transform)?.(source) : source;
    return [checked(mapping, value, targets[mapping.target])];
  });
}

function checked(mapping: FieldMapping, value: string | undefined, target: TargetProperty | undefined): MappedField {
  if (target === undefined || value === undefined) return { mapping, value };
  const changed = whyIncompatible(mapping, target);
  if (changed !== undefined) return { mapping, value, problem: `the property has changed: ${changed}` };
  const fitted = fitTarget(value, target);
  return fitted.kind === 'fits' ? { mapping, value: fitted.value } : { mapping, value, problem: fitted.reason };
}
