import type { CompanyFacts } from '../../domain/company/company-facts.ts';
import { type MatchDecision, matchOfDecision } from '../../domain/company/match-company.ts';
import type { Enrichment } from '../../domain/enrichment/enrichment.ts';
import { getOrMake } from '../../lib/get-or-make.ts';
import { addActivity, type CollectFactsDeps, collectFacts } from './collect-facts.ts';
import { type CompanyResult, judgeCompany } from './judge-company.ts';
import type { RunState, Subject } from './run-state.ts';
import type { SharedWork } from './shared-work.ts';
import type { RunDeadlines } from './start-deadlines.ts';
import type { WordSummaryDeps } from './word-summary.ts';

/** What the step touches. */
export interface AssessCompanyDeps extends CollectFactsDeps, WordSummaryDeps {
  /** Of the records that run beside this one; absent for a run alone. */
  readonly shared?: SharedWork;
}

type Accepted = Extract<MatchDecision, { kind: 'accepted' }>;

/** Collects, scores and words what is known about an accepted company. */
export async function assessCompany(
  deps: AssessCompanyDeps,
  run: RunState,
  subject: Subject,
  decision: Accepted,
  deadlines: RunDeadlines,
): Promise<{ enrichment: Enrichment; facts: CompanyFacts }> {
  const { enrichment } = run.context;
  const ofCompany = await collectOnce(deps, run, subject, decision, deadlines);
  const { merged, outcomes } = addActivity(run, subject, ofCompany);
  const judge = () =>
    judgeCompany(deps, run, { companyName: decision.company.name, merged, answerBy: deadlines.answerBy });
  const { judged, isOurs } = judgeOnce(deps, [askedOf(run, subject, decision), merged.engagement], judge);
  const { modelCalls, modelTokens, ...result } = await judged;
  return {
    facts: merged.facts,
    enrichment: {
      ...enrichment,
      ...result,
      match: matchOfDecision(decision),
      evidence: merged.evidence,
      sources: outcomes,
      // Whoever was given another record's result paid nothing for it.
      usage: { ...enrichment.usage, modelCalls: isOurs ? modelCalls : 0, modelTokens: isOurs ? modelTokens : 0 },
    },
  };
}

/** What an answer about a company depends on, within one batch. */
function askedOf({ context }: RunState, { identity }: Subject, { row }: Accepted): readonly unknown[] {
  return [row.companyNumber, identity.domain ?? null, context.request.refresh];
}

function collectOnce(
  deps: AssessCompanyDeps,
  run: RunState,
  subject: Subject,
  decision: Accepted,
  { sourcesBy }: RunDeadlines,
): ReturnType<typeof collectFacts> {
  const collect = () => collectFacts(deps, run, subject, decision.row, sourcesBy);
  if (deps.shared === undefined) return collect();
  return getOrMake(deps.shared.facts, JSON.stringify(askedOf(run, subject, decision)), collect);
}

function judgeOnce(
  { shared }: AssessCompanyDeps,
  inputs: readonly unknown[],
  judge: () => Promise<CompanyResult>,
): { readonly judged: Promise<CompanyResult>; readonly isOurs: boolean } {
  if (shared === undefined) return { judged: judge(), isOurs: true };
  const key = JSON.stringify(inputs);
  const isOurs = !shared.judged.has(key);
  return { judged: getOrMake(shared.judged, key, judge), isOurs };
}
