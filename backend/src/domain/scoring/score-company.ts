import type { CompanyFacts, EngagementFacts } from '../company/company-facts.ts';
import { AppError } from '../errors.ts';
import type { PortalSettings } from '../portal/settings.ts';
import type { SignalEvent } from '../signals/signal.ts';
import type { IsoDate } from '../time.ts';
import type { Score } from './score.ts';

/** Everything a score depends on; `asOf` is the only time. */
export interface ScoreInput {
  readonly facts: CompanyFacts;
  readonly engagement: EngagementFacts;
  /** All events, weighed here as of `asOf`. */
  readonly events: readonly SignalEvent[];
  readonly icp: PortalSettings['icp'];
  readonly weights: PortalSettings['scoring']['weights'];
  readonly coverageFloor: number;
  readonly asOf: IsoDate;
}

/** Name and version of the rules, stored with every result. */
export const SCORE_MODEL = 'oppspot-score 1.0.0';

/** Scores a company by docs/scoring.md; total and band are null when coverage is below the floor. */
export function scoreCompany(input: ScoreInput): Score {
  throw new AppError('internal', `scoring is not built yet (${input.asOf})`);
}
