import type { CompanyFacts } from '../company/company-facts.ts';
import type { RegisteredOffice } from '../company/register-company.ts';
import { MAPPING_SOURCES, type MappingSource } from '../portal/settings.ts';
import type { Score, ScorePartName } from '../scoring/score.ts';
import { signalsPropertyText } from '../signals/weigh-signals.ts';
import type { IsoDateTime } from '../time.ts';
import type { Enrichment } from './enrichment.ts';
import { ENRICHED_AT_PROPERTY, OPPSPOT_PROPERTIES, STATUS_PROPERTY } from './oppspot-properties.ts';

/** A run's result as far as values in HubSpot rest on it. */
export interface ValuedResult
  extends Pick<Enrichment, 'status' | 'match' | 'summary' | 'score' | 'signals' | 'nextActions' | 'dealStage'> {
  readonly facts: CompanyFacts;
  /** When the values are written, if any is. */
  readonly enrichedAt: IsoDateTime;
}

/** Values by mapping source. Absent: nothing to say, leave as it is; `''`: known to have none now. */
export type SourceValues = Readonly<Partial<Record<MappingSource, string>>>;

/** Our word for the status that HubSpot shows; null while nothing may be written. */
const STATUS_VALUES: Readonly<Record<Enrichment['status'], string | null>> = {
  running: null,
  failed: null,
  completed: 'enriched',
  needs_review: 'needs_review',
  no_match: 'no_match',
  insufficient_data: 'insufficient_data',
};

/**
 * Writes a result as text values by mapping source, by status as the wire contract §3 says.
 *
 * A run that failed says nothing at all; one without a company says of every source that there is none.
 */
export function sourceValuesOf(result: ValuedResult): SourceValues {
  switch (result.status) {
    case 'running':
    case 'failed':
      return {};
    case 'needs_review':
    case 'no_match':
      return Object.fromEntries(MAPPING_SOURCES.map((source) => [source, '']));
    case 'insufficient_data':
      return { ...companyValues(result), ...scoreValues(null), nextActions: '', dealStage: '' };
    case 'completed':
      return {
        ...companyValues(result),
        ...scoreValues(result.score),
        nextActions: result.nextActions.map(({ text }) => text).join('\n'),
        dealStage: result.dealStage ?? '',
      };
  }
}

/** What `oppspot_enrichment_status` becomes; null when this status writes nothing. */
export function statusValueOf(status: Enrichment['status']): string | null {
  return STATUS_VALUES[status];
}

/** The values of our own `oppspot_*` properties, empty ones left out; `{}` for a run that failed or still runs. */
export function propertyValuesOf(result: ValuedResult): Readonly<Record<string, string>> {
  const status = statusValueOf(result.status);
  if (status === null) return {};
  const values = sourceValuesOf(result);
  const fed = OPPSPOT_PROPERTIES.flatMap(({ name, source }) => {
    const value = source === null ? '' : (values[source] ?? '');
    return value === '' ? [] : [[name, value]];
  });
  return { ...Object.fromEntries(fed), [STATUS_PROPERTY]: status, [ENRICHED_AT_PROPERTY]: result.enrichedAt };
}

function companyValues(result: ValuedResult): SourceValues {
  const { facts, match, score, summary, signals } = result;
  return {
    signals: signalsPropertyText(signals),
    ...(summary && { summary: summary.text }),
    ...(score && { coverage: decimal(score.coverage) }),
    ...(match && { matchConfidence: decimal(match.confidence) }),
    ...(match?.company?.companyNumber && { companyNumber: match.company.companyNumber }),
    ...(match?.company && { companyName: match.company.name }),
    ...(facts.status && { companyStatus: facts.status.value }),
    ...(facts.sicCodes && { sicCodes: facts.sicCodes.value.map(({ code }) => code).join(', ') }),
    ...(facts.sicCodes && { industry: facts.sicCodes.value[0]?.description ?? '' }),
    ...(facts.incorporatedOn && { incorporatedOn: facts.incorporatedOn.value }),
    ...(facts.registeredOffice && officeValues(facts.registeredOffice.value)),
    ...(facts.website && { website: facts.website.value }),
    ...(facts.employees && { employees: String(facts.employees.value) }),
    ...(facts.turnoverGbp && { turnover: String(facts.turnoverGbp.value) }),
  };
}

function officeValues(office: RegisteredOffice): SourceValues {
  const lines = [office.line1, office.line2, office.town, office.county, office.country, office.postcode];
  return {
    address: lines.filter(Boolean).join(', '),
    ...(office.postcode !== null && { postcode: office.postcode }),
    ...(office.town !== null && { town: office.town }),
  };
}

function scoreValues(score: Score | null): SourceValues {
  const part = (name: ScorePartName): string => wholeNumber(score?.parts[name].value ?? null);
  return {
    score: wholeNumber(score?.total ?? null),
    'score.financial': part('financial'),
    'score.growth': part('growth'),
    'score.engagement': part('engagement'),
    'score.fit': part('fit'),
  };
}

function wholeNumber(value: number | null): string {
  return value === null ? '' : String(value);
}

/** Two decimals, without trailing zeros: `0.9`, as HubSpot gives it back. */
function decimal(value: number): string {
  return String(Math.round(value * 100 + 1e-9) / 100);
}
