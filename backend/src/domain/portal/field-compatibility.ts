import { INDUSTRY_OPTIONS } from '../mapping/hubspot-industry.ts';
import { BAND_WORDS, findTransform } from '../mapping/transforms.ts';
import type { FieldMapping, MappingSource } from './settings.ts';

/** A property of the portal, as far as a mapping must suit it. */
export interface TargetProperty {
  readonly name: string;
  /** HubSpot's type: string, number, date, datetime, enumeration, bool, … */
  readonly type: string;
  readonly readOnly: boolean;
  readonly options: readonly { readonly value: string; readonly label?: string }[];
  /** What HubSpot takes the options from, where they are no list of the property's own. */
  readonly optionsFrom?: 'owners' | 'elsewhere' | null;
}

/** What a source gives, or a transform makes of it. */
type ValueKind = 'score' | 'number' | 'date' | 'list' | 'text' | 'choice' | 'phone';

const SOURCE_KINDS: Readonly<Partial<Record<MappingSource, ValueKind>>> = {
  score: 'score',
  'score.financial': 'score',
  'score.growth': 'score',
  'score.engagement': 'score',
  'score.fit': 'score',
  coverage: 'number',
  employees: 'number',
  turnover: 'number',
  matchConfidence: 'number',
  incorporatedOn: 'date',
  signals: 'list',
  nextActions: 'list',
  sicCodes: 'list',
  dealStage: 'choice',
};

/** What each transform makes of which kinds; the others it takes as texts. */
const TRANSFORM_KINDS: Readonly<Record<string, { readonly takes: readonly ValueKind[]; readonly gives: ValueKind }>> = {
  percent: { takes: ['score', 'number'], gives: 'number' },
  round: { takes: ['score', 'number'], gives: 'number' },
  band: { takes: ['score'], gives: 'choice' },
  currency: { takes: ['number'], gives: 'text' },
  year: { takes: ['date'], gives: 'number' },
  date: { takes: ['date'], gives: 'date' },
  join: { takes: ['list'], gives: 'text' },
  split: { takes: ['list'], gives: 'choice' },
  phone: { takes: ['text'], gives: 'phone' },
};

/** All values that these can give; an enumeration must offer every one. */
const CHOICES: Readonly<Record<string, readonly string[]>> = {
  dealStage: ['prospect', 'lead', 'contacted', 'engaged', 'qualified'],
  band: BAND_WORDS,
};

/**
 * Says why a mapping cannot write to this property.
 *
 * @returns a sentence for the admin; undefined when it can
 */
export function whyIncompatible(mapping: FieldMapping, target: TargetProperty): string | undefined {
  const { name, type } = target;
  if (target.readOnly) return `${name} is read-only in HubSpot; choose another property`;
  if (findTransform(mapping.transform) === undefined) return `there is no transform ${mapping.transform}`;
  const kind = kindOf(mapping);
  if (kind === undefined) return `${mapping.transform} cannot be made of ${mapping.source}`;
  switch (type) {
    case 'string':
      return undefined;
    case 'phone_number':
      return kind === 'phone' ? undefined : `${name} takes only phone numbers; choose the transform phone`;
    case 'number':
      return kind === 'number' || kind === 'score'
        ? undefined
        : `${mapping.source} is no number, but ${name} takes only numbers`;
    case 'date':
    case 'datetime':
      return kind === 'date' ? undefined : `${mapping.source} is no date, but ${name} takes only dates`;
    case 'enumeration':
      return whyNotAnOption(mapping, target);
    default:
      return `${name} has the type ${type}, which cannot be mapped`;
  }
}

function kindOf({ source, transform }: FieldMapping): ValueKind | undefined {
  const kind = SOURCE_KINDS[source] ?? 'text';
  if (transform === null) return kind;
  if (transform === 'industry') return source === 'sicCodes' ? 'choice' : undefined;
  const made = TRANSFORM_KINDS[transform];
  if (made === undefined) return kind === 'choice' ? 'choice' : 'text';
  return made.takes.includes(kind) ? made.gives : undefined;
}

function whyNotAnOption(mapping: FieldMapping, target: TargetProperty): string | undefined {
  const { source, transform } = mapping;
  if (target.optionsFrom === 'owners') {
    return `${target.name} takes owners of the account, which ${source} is not; owners are assigned under automation`;
  }
  if (target.optionsFrom === 'elsewhere') {
    return `${target.name} takes what HubSpot keeps elsewhere, such as stages, which ${source} is not; deals get their stage under automation`;
  }
  const offered = new Set(target.options.map(({ value }) => value));
  // Their values are open: each is matched when it is written, and one that is no option is named on the record.
  if (transform === 'split') return undefined;
  if (transform === 'industry') {
    return INDUSTRY_OPTIONS.some((option) => offered.has(option))
      ? undefined
      : `${target.name} offers none of HubSpot’s industries`;
  }
  const choices = transform === 'band' ? CHOICES.band : CHOICES[source];
  if (choices === undefined) return `${target.name} takes only its own options, which ${source} is not`;
  const change = transform === 'band' ? undefined : findTransform(transform);
  const missing = choices.map((choice) => change?.(choice) ?? choice).filter((choice) => !offered.has(choice));
  return missing.length === 0 ? undefined : `${target.name} lacks the options ${missing.join(', ')}`;
}
