import { checkModelSentences } from '../../domain/enrichment/check-summary.ts';
import type { Summary } from '../../domain/enrichment/enrichment.ts';
import { canonicalText } from '../../domain/enrichment/input-hash.ts';
import { writeTemplateSummary } from '../../domain/enrichment/template-summary.ts';
import type { Evidence } from '../../domain/evidence/evidence.ts';
import type { MergedAnswers } from '../../domain/evidence/merge-source-answers.ts';
import type { Score } from '../../domain/scoring/score.ts';
import type { Signal } from '../../domain/signals/signal.ts';
import { sha256Hex } from '../../lib/random-token.ts';
import type { EnrichmentStore } from '../../ports/enrichment-store.ts';
import type { Logger } from '../../ports/logger.ts';
import type { SummaryRequest, SummaryWriter } from '../../ports/summary-writer.ts';
import type { RunState } from './run-state.ts';

/** The model is asked again once, with what was wrong; then the template writes. */
const MAX_TRIES = 2;
/** All tries together. A card answers 202 after ten seconds, so a slow model is waited for, but not for ever. */
const MODEL_WITHIN_MS = 25_000;

/** What the step touches; `writer` is undefined when no model is configured. */
export interface WordSummaryDeps {
  readonly writer: SummaryWriter | undefined;
  readonly enrichments: EnrichmentStore;
  readonly logger: Logger;
}

/** The text and what it cost. */
export interface WordedSummary {
  readonly summary: Summary;
  readonly modelCalls: number;
  readonly modelTokens: number;
}

/** What the text is about. */
export interface WordSummaryInput {
  readonly companyName: string;
  readonly merged: MergedAnswers;
  readonly signals: readonly Signal[];
  readonly score: Score;
}

/**
 * Words the summary: a stored text for the same inputs, else the model under the validator, else the template.
 *
 * The same company with the same facts costs one model call, however many contacts it has: what HubSpot knows of a
 * single record is left out of the model's evidence.
 */
export async function wordSummary(
  deps: WordSummaryDeps,
  run: RunState,
  input: WordSummaryInput,
): Promise<WordedSummary> {
  const template = writeTemplateSummary({ facts: input.merged.facts, signals: input.signals, score: input.score });
  const evidence = input.merged.evidence.filter(({ source }) => source !== 'hubspot');
  const { writer } = deps;
  if (!writer || evidence.length === 0) return { summary: template, modelCalls: 0, modelTokens: 0 };
  const { organizationId } = run.installation;
  const icpWords = run.context.settings.icp.criteria.flatMap(({ values }) => values ?? []);
  const inputHash = hashInputs(writer.version, input.companyName, evidence, icpWords);
  const stored = await deps.enrichments.findSummary(organizationId, inputHash);
  if (stored) return { summary: stored.source === 'ai' ? stored : template, modelCalls: 0, modelTokens: 0 };
  if (await isOverBudget(deps, run)) return { summary: template, modelCalls: 0, modelTokens: 0 };
  const signal = AbortSignal.any([run.signal, AbortSignal.timeout(MODEL_WITHIN_MS)]);
  const asked = await askModel(deps.logger, writer, {
    companyName: input.companyName,
    evidence,
    icpWords,
    problems: [],
    signal,
  });
  const summary = asked.summary ?? template;
  if (asked.isFinal) await deps.enrichments.saveSummary({ organizationId, inputHash, summary });
  return { summary, modelCalls: asked.calls, modelTokens: asked.tokens };
}

/** `fetchedAt` is left out: that we looked again changes nothing. */
function hashInputs(
  version: string,
  companyName: string,
  evidence: readonly Evidence[],
  icpWords: readonly string[],
): string {
  const facts = evidence.map(({ id, source, url, title, snippet }) => ({ id, source, url, title, snippet }));
  return sha256Hex(canonicalText({ version, companyName, facts, icpWords }));
}

async function isOverBudget(deps: WordSummaryDeps, run: RunState): Promise<boolean> {
  const limit = run.context.settings.limits.modelTokensPerDay;
  return limit !== null && (await deps.enrichments.readModelTokensToday(run.installation.organizationId)) >= limit;
}

/** `isFinal`: the model gave its best for these inputs, so asking again later would change nothing. */
async function askModel(logger: Logger, writer: SummaryWriter, request: SummaryRequest) {
  let tokens = 0;
  let problems: readonly string[] = [];
  for (let calls = 1; calls <= MAX_TRIES; calls += 1) {
    const answer = await writer.write({ ...request, problems });
    tokens += answer.tokens;
    if (answer.kind === 'unavailable') {
      logger.warn({ reason: answer.reason }, 'the model gave no text; the template writes');
      return { summary: undefined, calls, tokens, isFinal: false };
    }
    const checked = checkModelSentences(answer.sentences, request.evidence, request.icpWords);
    if (checked.kind === 'accepted') {
      const summary: Summary = { text: checked.text, source: 'ai', evidence: checked.evidence };
      return { summary, calls, tokens, isFinal: true };
    }
    problems = checked.problems;
  }
  logger.warn({ problems: problems.length }, 'the model said what its evidence does not; the template writes');
  return { summary: undefined, calls: MAX_TRIES, tokens, isFinal: true };
}
