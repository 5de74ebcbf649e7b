import { findTransform } from '../mapping/transforms.ts';
import type { FieldMapping, MappingSource } from './settings.ts';

/** A property of the portal, as far as a mapping must suit it. */
export interface TargetProperty {
  readonly name: string;
  /** HubSpot's type: string, number, date, datetime, enumeration, bool, … */
  readonly type: string;
  readonly readOnly: boolean;
  readonly options: readonly { readonly value: string }[];
}

const NUMBER_SOURCES: ReadonlySet<MappingSource> = new Set([
  'score',
  'score.financial',
  'score.growth',
  'score.engagement',
  'score.fit',
  'coverage',
  'employees',
  'turnover',
  'matchConfidence',
]);

/** Values of `dealStage`, all of which an enumeration must offer. */
const DEAL_STAGES = ['prospect', 'lead', 'contacted', 'engaged', 'qualified'];

/**
 * Says why a mapping cannot write to this property.
 *
 * @returns a sentence for the admin; undefined when it can
 */
export function whyIncompatible(mapping: FieldMapping, target: TargetProperty): string | undefined {
  if (target.readOnly) return `${target.name} is read-only in HubSpot; choose another property`;
  if (findTransform(mapping.transform) === undefined) return `there is no transform ${mapping.transform}`;
  switch (target.type) {
    case 'string':
      return undefined;
    case 'number':
      return isNumeric(mapping) ? undefined : `${mapping.source} is no number, but ${target.name} takes only numbers`;
    case 'date':
    case 'datetime':
      return mapping.source === 'incorporatedOn' && mapping.transform === null
        ? undefined
        : `${mapping.source} is no date, but ${target.name} takes only dates`;
    case 'enumeration':
      return whyNotAnOption(mapping, target);
    default:
      return `${target.name} has the type ${target.type}, which cannot be mapped`;
  }
}

function isNumeric({ source, transform }: FieldMapping): boolean {
  if (source === 'incorporatedOn') return transform === 'year';
  return NUMBER_SOURCES.has(source) && (transform === null || transform === 'percent');
}

function whyNotAnOption(mapping: FieldMapping, target: TargetProperty): string | undefined {
  if (mapping.source !== 'dealStage')
    return `${target.name} takes only its own options, which ${mapping.source} is not`;
  const transform = findTransform(mapping.transform);
  const offered = new Set(target.options.map(({ value }) => value));
  const missing = DEAL_STAGES.map((stage) => transform?.(stage) ?? stage).filter((stage) => !offered.has(stage));
  return missing.length === 0 ? undefined : `${target.name} lacks the options ${missing.join(', ')}`;
}
