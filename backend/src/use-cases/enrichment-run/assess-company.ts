import type { CompanyFacts } from '../../domain/company/company-facts.ts';
import { type MatchDecision, matchOfDecision } from '../../domain/company/match-company.ts';
import { wordActions } from '../../domain/enrichment/company-texts.ts';
import type { Enrichment } from '../../domain/enrichment/enrichment.ts';
import { canonicalText } from '../../domain/enrichment/input-hash.ts';
import type { Score } from '../../domain/scoring/score.ts';
import { scoreCompany } from '../../domain/scoring/score-company.ts';
import { decideDealStage } from '../../domain/signals/deal-stage.ts';
import { decideNextActions } from '../../domain/signals/next-actions.ts';
import { liveSignals } from '../../domain/signals/weigh-signals.ts';
import { sha256Hex } from '../../lib/random-token.ts';
import { type CollectFactsDeps, collectFacts } from './collect-facts.ts';
import type { RunState, Subject } from './run-state.ts';
import type { RunDeadlines } from './start-deadlines.ts';
import { type WordSummaryDeps, wordSummary } from './word-summary.ts';

/** What the step touches. */
export interface AssessCompanyDeps extends CollectFactsDeps, WordSummaryDeps {
  /** Scores of the records that run beside this one, by the hash of their inputs; absent for a run alone. */
  readonly scores?: Map<string, Score>;
}

/** Collects, scores and words what is known about an accepted company; below the coverage floor the score stays open. */
export async function assessCompany(
  deps: AssessCompanyDeps,
  run: RunState,
  subject: Subject,
  decision: Extract<MatchDecision, { kind: 'accepted' }>,
  { sourcesBy, answerBy }: RunDeadlines,
): Promise<{ enrichment: Enrichment; facts: CompanyFacts }> {
  const { enrichment, settings } = run.context;
  const { merged, outcomes } = await collectFacts(deps, run, subject, decision.row, sourcesBy);
  const { facts, engagement, events, evidence } = merged;
  const signals = liveSignals(events, run.asOf);
  const { weights, coverageFloor } = settings.scoring;
  const input = { facts, engagement, events, icp: settings.icp, weights, coverageFloor, asOf: run.asOf };
  const inputHash = sha256Hex(canonicalText(input));
  const score = deps.scores?.get(inputHash) ?? { ...scoreCompany(input), asOf: run.asOf, inputHash };
  deps.scores?.set(inputHash, score);
  const worded = await wordSummary(deps, run, { companyName: decision.company.name, merged, signals, score, answerBy });
  const isScored = score.total !== null;
  return {
    facts,
    enrichment: {
      ...enrichment,
      status: isScored ? 'completed' : 'insufficient_data',
      match: matchOfDecision(decision),
      summary: worded.summary,
      score,
      signals,
      nextActions: isScored ? wordActions(decideNextActions({ score, signals, facts }), worded.actions) : [],
      talkingPoints: worded.talkingPoints,
      dealStage: decideDealStage(score, signals),
      evidence,
      sources: outcomes,
      usage: { ...enrichment.usage, modelCalls: worded.modelCalls, modelTokens: worded.modelTokens },
    },
  };
}
