import type { CompanyFacts } from '../company/company-facts.ts';
import { AppError } from '../errors.ts';
import type { Score } from '../scoring/score.ts';
import type { Signal } from '../signals/signal.ts';
import type { Summary } from './enrichment.ts';

/** What the template words. */
export interface TemplateSummaryInput {
  readonly facts: CompanyFacts;
  readonly signals: readonly Signal[];
  readonly score: Score;
}

/** Writes two or three factual sentences, each resting on evidence, without a model. */
export function writeTemplateSummary(input: TemplateSummaryInput): Summary {
  throw new AppError('internal', `the template is not built yet (${input.score.model})`);
}
