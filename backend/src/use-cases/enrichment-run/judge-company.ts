import { wordActions } from '../../domain/enrichment/company-texts.ts';
import type { Enrichment } from '../../domain/enrichment/enrichment.ts';
import { canonicalText } from '../../domain/enrichment/input-hash.ts';
import type { MergedAnswers } from '../../domain/evidence/merge-source-answers.ts';
import type { Score } from '../../domain/scoring/score.ts';
import { scoreCompany } from '../../domain/scoring/score-company.ts';
import { decideDealStage } from '../../domain/signals/deal-stage.ts';
import { decideNextActions } from '../../domain/signals/next-actions.ts';
import { liveSignals } from '../../domain/signals/weigh-signals.ts';
import { sha256Hex } from '../../lib/random-token.ts';
import type { RunState } from './run-state.ts';
import { type WordSummaryDeps, wordSummary } from './word-summary.ts';

/** What is made of the facts about a company. */
export interface CompanyResult
  extends Pick<Enrichment, 'status' | 'summary' | 'signals' | 'nextActions' | 'talkingPoints' | 'dealStage'> {
  readonly score: Score;
  readonly modelCalls: number;
  readonly modelTokens: number;
}

/** Scores and words what is known about a company; below the coverage floor the score stays open. */
export async function judgeCompany(
  deps: WordSummaryDeps,
  run: RunState,
  about: { readonly companyName: string; readonly merged: MergedAnswers; readonly answerBy: AbortSignal },
): Promise<CompanyResult> {
  const { settings } = run.context;
  const { facts, engagement, events } = about.merged;
  const signals = liveSignals(events, run.asOf);
  const { weights, coverageFloor } = settings.scoring;
  const input = { facts, engagement, events, icp: settings.icp, weights, coverageFloor, asOf: run.asOf };
  const score = { ...scoreCompany(input), asOf: run.asOf, inputHash: sha256Hex(canonicalText(input)) };
  const worded = await wordSummary(deps, run, { ...about, signals, score });
  const isScored = score.total !== null;
  return {
    status: isScored ? 'completed' : 'insufficient_data',
    summary: worded.summary,
    score,
    signals,
    nextActions: isScored ? wordActions(decideNextActions({ score, signals, facts }), worded.actions) : [],
    talkingPoints: worded.talkingPoints,
    dealStage: decideDealStage(score, signals),
    modelCalls: worded.modelCalls,
    modelTokens: worded.modelTokens,
  };
}
