import type { CompanyFacts } from '../company/company-facts.ts';
import { AppError } from '../errors.ts';
import type { NextAction, Score } from '../scoring/score.ts';
import type { Signal } from './signal.ts';

/** What next actions rest on. */
export interface NextActionsInput {
  readonly score: Score;
  readonly signals: readonly Signal[];
  readonly facts: CompanyFacts;
}

/** Suggests at most five things to do, each with its reason; a company that must not be pursued gets that alone. */
export function decideNextActions(input: NextActionsInput): readonly NextAction[] {
  throw new AppError('internal', `next actions are not built yet (${input.score.model})`);
}
