import type { CompanyFacts, EngagementFacts } from '../company/company-facts.ts';
import { AppError } from '../errors.ts';
import type { SignalEvent } from '../signals/signal.ts';
import type { Evidence } from './evidence.ts';

/** What one source says: facts, events and the evidence they cite by the source's own ids. */
export interface MergeableAnswer {
  readonly facts: CompanyFacts;
  readonly events: readonly SignalEvent[];
  readonly evidence: readonly Evidence[];
}

/** What HubSpot's own properties say about our contact with the record. */
export interface EngagementAnswer {
  readonly facts: EngagementFacts;
  readonly evidence: readonly Evidence[];
}

/** All answers as one, citing evidence `e1`, `e2`, … */
export interface MergedAnswers {
  readonly facts: CompanyFacts;
  readonly engagement: EngagementFacts;
  readonly events: readonly SignalEvent[];
  readonly evidence: readonly Evidence[];
}

/** Makes one answer of many; evidence is renumbered the same way for the same answers in any order. */
export function mergeSourceAnswers(answers: readonly MergeableAnswer[], engagement?: EngagementAnswer): MergedAnswers {
  throw new AppError('internal', `merging is not built yet (${answers.length}, ${engagement})`);
}
