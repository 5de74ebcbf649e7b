import { type CheckedDraft, checkDraft } from '../../domain/enrichment/check-draft.ts';
import type { CompanyTexts } from '../../domain/enrichment/company-texts.ts';
import { addUsage, NO_TOKENS, type TokenUsage, totalTokens } from '../../domain/model-usage/token-usage.ts';
import type { Logger } from '../../ports/logger.ts';
import type { ModelUsageStore, ModelUse, TokenReservation } from '../../ports/model-usage-store.ts';
import type { SummaryAnswer, SummaryRequest, SummaryWriter } from '../../ports/summary-writer.ts';

/** The model is asked again once, with what was wrong; then the template writes. */
const MAX_TRIES = 2;

/** What asking touches. */
export interface AskModelDeps {
  readonly writer: SummaryWriter;
  readonly usage: ModelUsageStore;
  readonly logger: Logger;
  /** Called once per company asked about, for the metrics. */
  readonly observeModelUse: (used: ModelUse) => void;
}

/** Whose budget is used: tokens a UTC day, null for no limit. */
export interface TokenBudget {
  readonly organizationId: string;
  readonly tokensPerDay: number | null;
}

/** What came of it. `isFinal`: the model gave its best for these inputs, so asking again later would change nothing. */
export interface AskedModel {
  readonly texts: CompanyTexts | undefined;
  readonly isFinal: boolean;
  readonly calls: number;
  readonly tokens: number;
}

/** Asks the model about one company, under the portal's budget and the validator. Never throws for what a model does. */
export async function askModel(
  deps: AskModelDeps,
  budget: TokenBudget,
  request: Omit<SummaryRequest, 'problems'>,
): Promise<AskedModel> {
  let calls = 0;
  let tokens = 0;
  let problems: readonly string[] = [];
  while (calls < MAX_TRIES) {
    const asked = await askOnce(deps, budget, { ...request, problems });
    if (asked === 'no_budget') return { texts: undefined, isFinal: false, calls, tokens };
    const { answer, checked } = asked;
    calls += 1;
    tokens += totalTokens(answer.usage);
    if (checked === undefined) return { texts: undefined, isFinal: false, calls, tokens };
    if (checked.kind === 'accepted') return { texts: checked.texts, isFinal: true, calls, tokens };
    problems = checked.problems;
  }
  deps.logger.warn({ problems: problems.length }, 'the model said what its evidence does not; the template writes');
  return { texts: undefined, isFinal: true, calls, tokens };
}

/** The tokens are set aside before the call and counted after it, so that calls at once cannot pass the limit together. */
async function askOnce(deps: AskModelDeps, budget: TokenBudget, request: SummaryRequest) {
  const { writer, usage, observeModelUse } = deps;
  const { organizationId, tokensPerDay } = budget;
  const reservation = tokensPerDay === null ? undefined : await reserve(deps, organizationId, tokensPerDay, request);
  if (reservation === 'no_budget') return 'no_budget';
  const answer = await writer.write(request);
  const used = toUse(writer, answer.usage);
  // The answer is checked while the tokens are counted.
  const settled = usage.settle({ organizationId, reservation, used });
  const checked = check(deps, answer, request);
  await settled;
  observeModelUse(used);
  return { answer, checked };
}

async function reserve(
  { writer, usage, logger }: AskModelDeps,
  organizationId: string,
  tokensPerDay: number,
  request: SummaryRequest,
): Promise<TokenReservation | 'no_budget'> {
  const tokens = writer.estimateTokens(request);
  const reservation = await usage.reserve({ organizationId, tokens, limit: tokensPerDay });
  if (reservation !== undefined) return reservation;
  if (tokens > tokensPerDay) {
    logger.warn(
      { tokensPerDay, neededTokens: tokens },
      'the limit of model tokens a day is below what one call may take, so that no call is made; the template writes',
    );
  } else {
    logger.info({ tokensPerDay }, 'the day’s budget of model tokens is used up; the template writes');
  }
  return 'no_budget';
}

/** undefined: there is no answer to check. */
function check({ logger }: AskModelDeps, answer: SummaryAnswer, request: SummaryRequest): CheckedDraft | undefined {
  if (answer.kind !== 'unavailable') return checkDraft(answer.draft, request);
  logger.warn({ reason: answer.reason }, 'the model gave no text; the template writes');
  return undefined;
}

function toUse({ model }: SummaryWriter, usage: TokenUsage): ModelUse {
  return { model, tier: 'standard', calls: 1, ...addUsage(NO_TOKENS, usage) };
}
