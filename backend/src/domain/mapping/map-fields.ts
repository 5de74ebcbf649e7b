import type { SourceValues } from '../enrichment/values-of-result.ts';
import type { FieldMapping } from '../portal/settings.ts';
import { findTransform } from './transforms.ts';

/** What a mapping wants its target to hold. */
export interface MappedField {
  readonly mapping: FieldMapping;
  /** undefined: the result says nothing about the source; `''`: it says that there is none. */
  readonly value: string | undefined;
}

/**
 * Applies mappings to the values of a result, in the order of the mappings.
 *
 * Two mappings to one target: the first counts (settings with both are refused when saved). An unknown transform
 * gives no value rather than a wrong one.
 */
export function mapFields(values: SourceValues, mappings: readonly FieldMapping[]): readonly MappedField[] {
  const targets = new Set<string>();
  return mappings.flatMap((mapping) => {
    if (targets.has(mapping.target)) return [];
    targets.add(mapping.target);
    const value = values[mapping.source];
    return [{ mapping, value: value ? findTransform(mapping.transform)?.(value) : value }];
  });
}
