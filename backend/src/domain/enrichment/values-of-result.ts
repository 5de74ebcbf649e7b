import type { CompanyFacts } from '../company/company-facts.ts';
import { AppError } from '../errors.ts';
import type { MappingSource } from '../portal/settings.ts';
import type { IsoDateTime } from '../time.ts';
import type { Enrichment } from './enrichment.ts';

/** A run's result as far as values in HubSpot rest on it. */
export interface ValuedResult
  extends Pick<Enrichment, 'status' | 'match' | 'summary' | 'score' | 'signals' | 'nextActions' | 'dealStage'> {
  readonly facts: CompanyFacts;
  /** When the values are written, if any is. */
  readonly enrichedAt: IsoDateTime;
}

/** Values by mapping source. Absent: nothing to say; `''`: known to have none now. */
export type SourceValues = Readonly<Partial<Record<MappingSource, string>>>;

/** Writes a result as text values by mapping source, by status as the wire contract §3 says. */
export function sourceValuesOf(result: ValuedResult): SourceValues {
  throw new AppError('internal', `values are not built yet (${result.status})`);
}

/** The values of our own `oppspot_*` properties; `{}` for a run that failed. */
export function propertyValuesOf(result: ValuedResult): Readonly<Record<string, string>> {
  throw new AppError('internal', `values are not built yet (${result.status})`);
}
