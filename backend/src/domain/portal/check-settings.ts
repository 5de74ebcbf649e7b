import { LOWEST_AUTOMATION_COVERAGE } from '../automation/why-held.ts';
import { isSicName } from '../company/sic-section.ts';
import { ENRICHED_AT_PROPERTY, OPPSPOT_PROPERTIES, STATUS_PROPERTY } from '../enrichment/oppspot-properties.ts';
import { isSuppressibleDomain, isSuppressibleEmail } from '../enrichment/suppression.ts';
import type { FieldProblem } from '../errors.ts';
import { type TargetProperty, whyIncompatible } from './field-compatibility.ts';
import type { FieldMapping, ObjectType, PortalSettings } from './settings.ts';

/** What the portal has, as far as settings point at it. */
export interface PortalShape {
  /** Properties per object type; an absent type could not be read and is not checked. */
  readonly properties: Readonly<Partial<Record<ObjectType, readonly TargetProperty[]>>>;
  /** Ids of active owners. */
  readonly ownerIds: readonly string[];
  readonly pipelines: readonly { readonly id: string; readonly stages: readonly { readonly id: string }[] }[];
}

const OBJECT_TYPES: readonly ObjectType[] = ['contacts', 'companies', 'deals'];
const STAGE_WORDS: ReadonlySet<string> = new Set(['prospect', 'lead', 'contacted', 'engaged', 'qualified']);

/** Our own properties suit or do not suit whether the portal was asked or not; a deleted one is created again. */
const OWN_TARGETS: readonly TargetProperty[] = OPPSPOT_PROPERTIES.map((own) => ({ ...own, readOnly: false }));

/** Decimal fractions that mean 1 miss it by less than this. */
const SUM_ERROR = 1e-6;

/** Finds everything that is wrong with settings, given what the portal has; [] when they can be saved. */
export function checkSettings(settings: PortalSettings, portal: PortalShape): readonly FieldProblem[] {
  return [
    ...checkScoring(settings.scoring),
    ...checkNumbers(settings),
    ...OBJECT_TYPES.flatMap((type) => checkFields(type, settings.fields[type], portal.properties[type])),
    ...checkDeal(settings.automation.deal, portal),
    ...checkOwners(settings.automation.owner, portal),
    ...checkCriteria(settings.icp),
    ...checkSuppression(settings.suppression),
  ];
}

/** Finds what is wrong with the rules that scores are made by; no portal is needed for it. */
export function checkScoreRules({ scoring, icp }: Pick<PortalSettings, 'scoring' | 'icp'>): readonly FieldProblem[] {
  return [...checkScoring(scoring), ...checkCriteria(icp)];
}

function within(field: string, value: number, min: number, max: number): readonly FieldProblem[] {
  return value >= min && value <= max ? [] : [{ field, message: `must be between ${min} and ${max}` }];
}

function checkScoring({ weights, coverageFloor }: PortalSettings['scoring']): readonly FieldProblem[] {
  const sum = Object.values(weights).reduce((total, weight) => total + weight, 0);
  return [
    ...Object.entries(weights).flatMap(([name, weight]) => within(`scoring.weights.${name}`, weight, 0, 1)),
    ...(Math.abs(sum - 1) > SUM_ERROR ? [{ field: 'scoring.weights', message: 'the four weights must sum to 1' }] : []),
    ...within('scoring.coverageFloor', coverageFloor, 0, 1),
  ];
}

function checkNumbers(settings: PortalSettings): readonly FieldProblem[] {
  const { automation, limits } = settings;
  return [
    ...within('matching.autoAcceptConfidence', settings.matching.autoAcceptConfidence, 0, 1),
    ...within('automation.minCoverage', automation.minCoverage, LOWEST_AUTOMATION_COVERAGE, 1),
    ...within('automation.task.minScore', automation.task.minScore, 0, 100),
    ...within('automation.deal.minScore', automation.deal.minScore, 0, 100),
    ...within('automaticEnrichment.refreshDays', settings.automaticEnrichment.refreshDays, 1, 365),
    // Undo works for 30 days from what we keep.
    ...within('retentionDays', settings.retentionDays, 30, 3650),
    ...within('limits.recordsPerDay', limits.recordsPerDay ?? 0, 0, Number.MAX_SAFE_INTEGER),
    ...within('limits.modelTokensPerDay', limits.modelTokensPerDay ?? 0, 0, Number.MAX_SAFE_INTEGER),
  ];
}

function checkFields(
  type: ObjectType,
  mappings: readonly FieldMapping[],
  properties: readonly TargetProperty[] | undefined,
): readonly FieldProblem[] {
  return mappings.flatMap((mapping, index) => {
    const field = `fields.${type}.${index}`;
    const isRepeated = mappings.findIndex(({ target }) => target === mapping.target) < index;
    if (isRepeated) return [{ field: `${field}.target`, message: `${mapping.target} is mapped twice` }];
    if (mapping.target === STATUS_PROPERTY || mapping.target === ENRICHED_AT_PROPERTY) {
      return [{ field: `${field}.target`, message: `${mapping.target} is written by the app itself` }];
    }
    const isTarget = ({ name }: TargetProperty) => name === mapping.target;
    const target = properties?.find(isTarget) ?? OWN_TARGETS.find(isTarget);
    if (properties === undefined && target === undefined) return [];
    const message = target ? whyIncompatible(mapping, target) : `the account has no property ${mapping.target}`;
    return message === undefined ? [] : [{ field: `${field}.target`, message }];
  });
}

function checkDeal(deal: PortalSettings['automation']['deal'], { pipelines }: PortalShape): readonly FieldProblem[] {
  const field = 'automation.deal';
  const unknownWords = Object.keys(deal.stages).filter((word) => !STAGE_WORDS.has(word));
  const words = unknownWords.map((word) => ({
    field: `${field}.stages.${word}`,
    message: 'is none of our five stages',
  }));
  const chosen = pipelines.filter(({ id }) => deal.pipelineId === null || id === deal.pipelineId);
  if (deal.pipelineId !== null && chosen.length === 0) {
    return [...words, { field: `${field}.pipelineId`, message: `the account has no deal pipeline ${deal.pipelineId}` }];
  }
  const stageIds = new Set(chosen.flatMap(({ stages }) => stages.map(({ id }) => id)));
  const missing = Object.entries(deal.stages).filter(([, id]) => !stageIds.has(id));
  const isUnplaced = deal.enabled && deal.pipelineId === null;
  return [
    ...words,
    ...missing.map(([word, id]) => ({ field: `${field}.stages.${word}`, message: stageMissing(deal.pipelineId, id) })),
    ...(isUnplaced ? [{ field: `${field}.pipelineId`, message: 'choose a pipeline before deals can be made' }] : []),
  ];
}

function stageMissing(pipelineId: string | null, stageId: string): string {
  return pipelineId === null
    ? `no deal pipeline of the account has a stage ${stageId}`
    : `the pipeline ${pipelineId} has no stage ${stageId}`;
}

function checkOwners(owner: PortalSettings['automation']['owner'], portal: PortalShape): readonly FieldProblem[] {
  const named = [
    ...owner.rules.map(({ ownerId }, index) => ({ field: `automation.owner.rules.${index}.ownerId`, ownerId })),
    ...owner.roundRobinOwnerIds.map((ownerId, index) => ({
      field: `automation.owner.roundRobinOwnerIds.${index}`,
      ownerId,
    })),
  ];
  const unknown = named
    .filter(({ ownerId }) => !portal.ownerIds.includes(ownerId))
    .map(({ field, ownerId }) => ({ field, message: `the account has no active owner ${ownerId}` }));
  // A switch that could do nothing must not look as if it did.
  const isIdle = owner.enabled && named.length === 0;
  const idle = { field: 'automation.owner', message: 'name a rule or an owner of the round robin before it is on' };
  return isIdle ? [idle] : unknown;
}

/** An entry that fits nothing would let through what an admin believes to be kept out. */
function checkSuppression({ emails, domains }: PortalSettings['suppression']): readonly FieldProblem[] {
  const wrong = (name: string, entries: readonly string[], fits: (entry: string) => boolean, message: string) =>
    entries.flatMap((entry, index) =>
      entry.trim() === '' || fits(entry)
        ? []
        : [{ field: `suppression.${name}.${index}`, message: `${entry.trim()} ${message}` }],
    );
  return [
    ...wrong('emails', emails, isSuppressibleEmail, 'is no e-mail address'),
    ...wrong('domains', domains, isSuppressibleDomain, 'is no domain, such as example.com'),
  ];
}

function checkCriteria({ criteria }: PortalSettings['icp']): readonly FieldProblem[] {
  return criteria.flatMap(({ field: kind, values = [], min, max }, index) => {
    const field = `icp.criteria.${index}`;
    const hasRange = min !== undefined || max !== undefined;
    if (min !== undefined && max !== undefined && min > max) {
      return [{ field: `${field}.min`, message: 'must not be larger than max' }];
    }
    if (kind === 'age') return hasRange ? [] : [{ field, message: 'an age needs min or max, in years' }];
    const isEmpty = values.every((value) => value.trim() === '');
    if (isEmpty && !(kind === 'size' && hasRange))
      return [{ field: `${field}.values`, message: 'name at least one value' }];
    // A must that no company can meet would cap every score.
    const unknown = kind === 'industry' ? values.find((value) => value.trim() !== '' && !isSicName(value)) : undefined;
    if (unknown === undefined) return [];
    return [
      { field: `${field}.values`, message: `${unknown} is no SIC code; use a section such as J, or 62, or 62012` },
    ];
  });
}
