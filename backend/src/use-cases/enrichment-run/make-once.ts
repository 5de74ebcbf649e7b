import type { AutomationDecision } from '../../domain/automation/automation.ts';
import { lookAgainLine, settlesAfter } from '../../domain/automation/doubt.ts';
import { AppError } from '../../domain/errors.ts';
import { uniqueName } from '../../lib/random-token.ts';
import type { AutomationIntent, ClaimedIntent, IntentKey } from '../../ports/automation-store.ts';
import {
  type AutomateDeps,
  type AutomationStep,
  held,
  intentKey,
  type StepOutcome,
  UNKNOWN_ZONE,
} from './automation-step.ts';
import { findEarlier, finishMaking, type MadeProperties, type Making } from './making.ts';
import { sendOnce } from './send-once.ts';

/**
 * Makes a task or a deal at most once per record, whoever else tries, dies or loses an answer
 * (docs/decisions/0013-automation-once.md).
 *
 * The intent's row comes before the create. What an earlier holder may have made is looked for before anything is made
 * again, and where HubSpot keeps no key it is made again only when the earlier create can no longer be on its way.
 *
 * @param decide finds out what else has to be known; not called for what is there already or was taken back
 */
export async function makeOnce(
  deps: AutomateDeps,
  step: AutomationStep,
  purpose: 'task' | 'deal',
  decide: () => Promise<AutomationDecision<MadeProperties>>,
): Promise<StepOutcome> {
  const known = step.intents.find((intent) => intent.purpose === purpose);
  const ended = known && outcomeOfEnded(known, step);
  if (ended) return ended;
  const decision = await decide();
  const isHeld = decision.kind === 'held';
  if (step.run.context.request.mode === 'preview') {
    return isHeld ? decision : { kind: 'planned', text: decision.reason };
  }
  if (isHeld && known?.state !== 'sent') return decision;
  const key = intentKey(step, purpose);
  const holder = uniqueName();
  const claimed = await deps.automations.claim({ ...key, enrichmentId: step.enrichment.id, holder });
  if (!claimed) return heldByOther(deps, step, key);
  const objectType = purpose === 'task' ? 'tasks' : 'deals';
  return carryOut({ deps, step, intentKey: key, holder, objectType }, claimed, decision);
}

/** What is there already, or was taken back; undefined while it is neither. */
export function outcomeOfEnded(intent: AutomationIntent, { enrichment }: AutomationStep): StepOutcome | undefined {
  if (intent.state === 'undone') return held('taken back by an undo, so it is not made again');
  if (intent.state !== 'done' || intent.hubspotId === null) return undefined;
  const { reason } = intent.details;
  const created = intent.enrichmentId === enrichment.id;
  return { kind: 'there', object: { id: intent.hubspotId, created, ...(reason === undefined ? {} : { reason }) } };
}

/** Somebody else was faster: what it made is named when it is done by now. */
export async function heldByOther(deps: AutomateDeps, step: AutomationStep, key: IntentKey): Promise<StepOutcome> {
  const now = (await deps.automations.list(key)).find(({ purpose }) => purpose === key.purpose);
  return (now && outcomeOfEnded(now, step)) ?? held('another enrichment of this record is making it');
}

async function carryOut(
  making: Making,
  { intent, isSettled, settlesAt }: ClaimedIntent,
  decision: AutomationDecision<MadeProperties>,
): Promise<StepOutcome> {
  const { deps, step, objectType } = making;
  const isDoubtful = intent.state === 'sent';
  const end = (kind: 'release' | 'letGo') => deps.automations[kind]({ ...making.intentKey, holder: making.holder });
  try {
    if (isDoubtful) {
      const found = await findEarlier(making, intent.way);
      const { way, details, enrichmentId } = intent;
      const isNew = enrichmentId === step.enrichment.id;
      if (found) return await finishMaking(making, found, { isNew, way, reason: details.reason });
    }
    if (decision.kind === 'held') {
      await end(isSettled ? 'release' : 'letGo');
      return decision;
    }
    const way = (await deps.automationCrm.keepsKeys(step.run.session, objectType)) ? 'unique' : 'plain';
    // A row that is new tells nothing of what a database knew that lost its last commits; a unique key asks by itself.
    const forgotten = isDoubtful || way === 'unique' ? undefined : await findEarlier(making, way);
    if (forgotten) return await finishMaking(making, forgotten, { isNew: false, way, reason: decision.reason });
    const isSafe = !isDoubtful || isSettled || (intent.way === 'unique' && way === 'unique');
    if (isSafe) return await sendOnce(making, way, decision);
    await end('letGo');
    const now = deps.clock.now().toISOString();
    const zone = step.run.installation.timeZone ?? UNKNOWN_ZONE;
    return held(lookAgainLine('HubSpot has not confirmed an earlier attempt', settlesAt ?? settlesAfter(now), zone));
  } catch (error) {
    // What certainly was not made leaves nothing behind; anything else stays in doubt, and is looked at when its time is over.
    await end(isDoubtful || mayBeMade(error) ? 'letGo' : 'release');
    throw error;
  }
}

/** True for an error after which a thing may be there all the same. */
function mayBeMade(error: unknown): boolean {
  return (
    !(error instanceof AppError) || error.details.mayHaveBeenApplied === true || error.code === 'upstream_unavailable'
  );
}
