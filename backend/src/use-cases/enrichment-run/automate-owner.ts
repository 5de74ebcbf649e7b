import { chooseOwnerByRule, chooseOwnerInTurn, type OwnerChoice } from '../../domain/automation/choose-owner.ts';
import { uniqueName } from '../../lib/random-token.ts';
import type { AutomationIntent, IntentKey } from '../../ports/automation-store.ts';
import {
  type AutomateDeps,
  type AutomationStep,
  held,
  intentKey,
  type StepOutcome,
  whyHeldAtOnce,
} from './automation-step.ts';
import { heldByOther, outcomeOfEnded } from './make-once.ts';
import { requireLease } from './write-changes.ts';

const OWNER = 'hubspot_owner_id';

/**
 * Gives a record that has none an owner: by the first rule that fits, else by turn. Decided once and remembered before
 * it is written, so that a repeat writes the same owner.
 */
export async function automateOwner(deps: AutomateDeps, step: AutomationStep): Promise<StepOutcome> {
  const { run, subject, enrichment } = step;
  const known = step.intents.find(({ purpose }) => purpose === 'owner');
  const ended = known && outcomeOfEnded(known, step);
  if (ended) return ended;
  const reason = whyHeldAtOnce(step, 'owner');
  if (reason !== undefined) return held(reason);
  const present = subject.record.properties[OWNER];
  if (present && present !== known?.details.ownerId) return held(`the record has an owner already (${present})`);
  const { owner } = run.context.settings.automation;
  const decided = known && decidedBefore(known);
  const byRule = chooseOwnerByRule(owner.rules, { facts: step.facts, score: { band: enrichment.score?.band ?? null } });
  if (!decided && !byRule && owner.roundRobinOwnerIds.length === 0)
    return held('no rule fits, and nobody is in the round robin');
  const { organizationId } = run.installation;
  if (run.context.request.mode === 'preview') {
    const choice = byRule ?? chooseOwnerInTurn(owner, await deps.automations.readNextTurn(organizationId));
    if (!choice) return held('nobody is in the round robin');
    return { kind: 'planned', text: `owner ${choice.ownerId}: ${choice.reason}`, ownerId: choice.ownerId };
  }
  const key = intentKey(step, 'owner');
  const holder = uniqueName();
  const claimed = await deps.automations.claim({ ...key, enrichmentId: enrichment.id, holder });
  if (!claimed) return heldByOther(deps, step, key);
  const choose = async () => byRule ?? chooseOwnerInTurn(owner, await deps.automations.takeTurn(organizationId));
  return assign(deps, step, { key, holder, choice: decidedBefore(claimed.intent) ?? (await choose()) });
}

function decidedBefore({ details }: AutomationIntent): OwnerChoice | undefined {
  const { ownerId, reason } = details;
  return ownerId === undefined ? undefined : { ownerId, reason: reason ?? 'decided before' };
}

async function assign(
  deps: AutomateDeps,
  step: AutomationStep,
  {
    key,
    holder,
    choice,
  }: { readonly key: IntentKey; readonly holder: string; readonly choice: OwnerChoice | undefined },
): Promise<StepOutcome> {
  const { record } = step.subject;
  const { session, signal } = step.run;
  const release = async (reason: string): Promise<StepOutcome> => {
    await deps.automations.release({ ...key, holder });
    return held(reason);
  };
  if (!choice) return release('nobody is in the round robin');
  requireLease(signal);
  const { ownerId, reason } = choice;
  const details = { ownerId, reason, made: { [OWNER]: ownerId } };
  if (!(await deps.automations.markSent({ ...key, holder, enrichmentId: step.enrichment.id, way: 'unique', details })))
    return heldByOther(deps, step, key);
  try {
    // The record was read before sources and model were asked; somebody may have taken it since.
    const input = { objectType: record.objectType, objectId: record.id };
    const wanted = { properties: [OWNER], propertiesWithHistory: [], associations: [] };
    const now = (await deps.crm.readRecord(session, { ...input, ...wanted }))?.properties[OWNER];
    if (now && now !== ownerId) return await release(`the record has an owner already (${now})`);
    const outcome = now
      ? { kind: 'written' as const }
      : await deps.crm.updateRecord(session, { ...input, properties: { [OWNER]: ownerId } });
    if (outcome.kind === 'gone') return await release('the record does not exist any more');
    if (outcome.kind === 'refused') return await release(`HubSpot refused owner ${ownerId}: ${outcome.message}`);
  } catch (error) {
    await deps.automations.letGo({ ...key, holder });
    throw error;
  }
  await deps.automations.confirm({ ...key, holder, hubspotId: ownerId, details });
  return { kind: 'there', object: { id: ownerId, created: true, reason } };
}
