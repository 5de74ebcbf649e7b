import type { CompanyTexts } from '../../domain/enrichment/company-texts.ts';
import { canonicalText } from '../../domain/enrichment/input-hash.ts';
import { screenEvidence } from '../../domain/enrichment/screen-evidence.ts';
import { writeTemplateSummary } from '../../domain/enrichment/template-summary.ts';
import type { MergedAnswers } from '../../domain/evidence/merge-source-answers.ts';
import type { Score } from '../../domain/scoring/score.ts';
import { listPossibleActions } from '../../domain/signals/next-actions.ts';
import type { Signal } from '../../domain/signals/signal.ts';
import { sha256Hex } from '../../lib/random-token.ts';
import type { CompanyTextStore } from '../../ports/company-text-store.ts';
import type { SummaryRequest, SummaryWriter } from '../../ports/summary-writer.ts';
import { type AskedModel, type AskModelDeps, askModel } from './ask-model.ts';
import type { RunState } from './run-state.ts';

/** What the step touches; `writer` is undefined when no model is configured. */
export interface WordSummaryDeps extends Omit<AskModelDeps, 'writer'> {
  readonly writer: SummaryWriter | undefined;
  readonly texts: CompanyTextStore;
  /** Questions to the model that this process has not got an answer to, by organisation and input hash. */
  readonly asking: Map<string, Promise<AskedModel>>;
}

/** The texts and what they cost this run. */
export interface WordedSummary extends CompanyTexts {
  readonly modelCalls: number;
  readonly modelTokens: number;
}

/** What the texts are about. */
export interface WordSummaryInput {
  readonly companyName: string;
  readonly merged: MergedAnswers;
  readonly signals: readonly Signal[];
  readonly score: Score;
  /** Aborts when the run needs its answer: all tries together, and what the sources took before. */
  readonly answerBy: AbortSignal;
}

type ModelInput = Pick<SummaryRequest, 'companyName' | 'evidence' | 'actions' | 'icpWords'>;
type TimedInput = ModelInput & Pick<SummaryRequest, 'signal'>;

/**
 * Words the summary, the actions and the talking points: stored texts for the same inputs, else the model under the
 * validator, else the template, which writes a summary and leaves the actions their own words.
 *
 * The same company with the same facts costs one model call, however many contacts it has, also when they are enriched
 * at once: what HubSpot knows of a single record is left out of the model's evidence, and the wordings are of all actions
 * that any record of this company can get.
 */
export async function wordSummary(
  deps: WordSummaryDeps,
  run: RunState,
  input: WordSummaryInput,
): Promise<WordedSummary> {
  const { writer } = deps;
  const modelInput = writer && modelInputOf(run, input);
  if (!writer || !modelInput || modelInput.evidence.length === 0) {
    return { ...templateTexts(input), modelCalls: 0, modelTokens: 0 };
  }
  const { organizationId } = run.installation;
  const inputHash = hashInputs(writer.version, modelInput);
  const stored = await deps.texts.find(organizationId, inputHash);
  if (stored) {
    return { ...(stored.kind === 'written' ? stored.texts : templateTexts(input)), modelCalls: 0, modelTokens: 0 };
  }
  const { asked, isOurs } = askOnceForAll(deps, writer, run, { ...modelInput, signal: input.answerBy }, inputHash);
  const { texts, calls, tokens } = await asked;
  // Whoever joined a question paid nothing for it.
  return { ...(texts ?? templateTexts(input)), modelCalls: isOurs ? calls : 0, modelTokens: isOurs ? tokens : 0 };
}

function templateTexts({ merged, signals, score }: WordSummaryInput): CompanyTexts {
  return { summary: writeTemplateSummary({ facts: merged.facts, signals, score }), actions: [], talkingPoints: [] };
}

function modelInputOf(run: RunState, { companyName, merged, score }: WordSummaryInput): ModelInput {
  const ofCompany = merged.evidence.filter(({ source }) => source !== 'hubspot');
  return {
    companyName,
    evidence: screenEvidence(ofCompany),
    actions: listPossibleActions({ gates: score.gates, facts: merged.facts, events: merged.events }),
    icpWords: run.context.settings.icp.criteria.flatMap(({ values }) => values ?? []),
  };
}

/** `fetchedAt` is left out: that we looked again changes nothing. */
function hashInputs(version: string, { evidence, ...input }: ModelInput): string {
  const facts = evidence.map(({ id, source, url, title, snippet }) => ({ id, source, url, title, snippet }));
  return sha256Hex(canonicalText({ version, ...input, facts }));
}

/** Runs of one process about the same company at the same time ask one question. */
function askOnceForAll(
  deps: WordSummaryDeps,
  writer: SummaryWriter,
  run: RunState,
  input: TimedInput,
  inputHash: string,
): { readonly asked: Promise<AskedModel>; readonly isOurs: boolean } {
  const key = `${run.installation.organizationId}/${inputHash}`;
  const running = deps.asking.get(key);
  if (running) return { asked: running, isOurs: false };
  const asked = askAndKeep(deps, writer, run, input, inputHash).finally(() => deps.asking.delete(key));
  deps.asking.set(key, asked);
  return { asked, isOurs: true };
}

async function askAndKeep(
  deps: WordSummaryDeps,
  writer: SummaryWriter,
  run: RunState,
  input: TimedInput,
  inputHash: string,
): Promise<AskedModel> {
  const { organizationId } = run.installation;
  const tokensPerDay = run.context.settings.limits.modelTokensPerDay;
  // The one run's end must not take the answer from the others, so only time ends the question.
  const asked = await askModel({ ...deps, writer }, { organizationId, tokensPerDay }, input);
  const { texts, isFinal } = asked;
  if (isFinal) {
    const kept = texts ? ({ kind: 'written', texts } as const) : ({ kind: 'refused' } as const);
    await deps.texts.save({ organizationId, inputHash, texts: kept });
  }
  return asked;
}
