import { AUTOMATION_KEY_PROPERTY, type AutomationDecision } from '../../domain/automation/automation.ts';
import { AppError } from '../../domain/errors.ts';
import type { MakeOutcome } from '../../ports/automation-crm.ts';
import type { MakingWay } from '../../ports/automation-store.ts';
import { held, keyOf, type StepOutcome } from './automation-step.ts';
import { findEarlier, finishMaking, type MadeProperties, type Making, recordsOfMade } from './making.ts';
import { requireLease } from './write-changes.ts';

/** Set only where HubSpot takes it: the owner of a record may have left the account. */
const OWNER = 'hubspot_owner_id';

/**
 * Sends the create of an intent that its caller holds and that nobody else can have under way.
 *
 * By the unique property it may be sent any number of times. Without one it is sent once, and after a lost answer what
 * it made is looked for at once; what is not found then stays in doubt.
 */
export async function sendOnce(
  making: Making,
  way: MakingWay,
  decision: Extract<AutomationDecision<MadeProperties>, { kind: 'make' }>,
): Promise<StepOutcome> {
  const { reason } = decision;
  const outcome = await send(making, way, decision.draft, reason);
  if (outcome === undefined) return held('another enrichment of this record is making it');
  if (outcome.kind === 'made') return finishMaking(making, outcome.object, { isNew: outcome.isNew, way, reason });
  const { [OWNER]: owner, ...others } = decision.draft;
  const isOwnerRefused = owner !== undefined && outcome.properties.some(({ property }) => property === OWNER);
  const again = isOwnerRefused ? await send(making, way, others, reason) : outcome;
  if (again?.kind === 'made') {
    const note = `made without an owner, because HubSpot does not take owner ${owner}`;
    return finishMaking(making, again.object, { isNew: again.isNew, way, reason, note });
  }
  await making.deps.automations.release({ ...making.intentKey, holder: making.holder });
  return held(`HubSpot refused it: ${wordsOf(again ?? outcome)}`);
}

/** undefined when the intent was lost meanwhile, and then nothing was sent. */
async function send(
  making: Making,
  way: MakingWay,
  values: MadeProperties,
  reason: string,
): Promise<MakeOutcome | undefined> {
  const { deps, step, holder, objectType, intentKey } = making;
  const { session, signal } = step.run;
  requireLease(signal);
  const enrichmentId = step.enrichment.id;
  // By the plain way nobody may ever confirm what it says: an undo has to know it all the same.
  const details = way === 'plain' ? { reason, made: values } : { reason };
  const isHeld = await deps.automations.markSent({ ...intentKey, holder, enrichmentId, way, details });
  if (!isHeld) return undefined;
  const key = keyOf(step, intentKey.purpose);
  const belongsTo = recordsOfMade(step, objectType);
  if (way === 'unique') {
    const properties = { ...values, [AUTOMATION_KEY_PROPERTY]: key };
    return deps.automationCrm.upsertByKey(session, { objectType, key, properties, belongsTo });
  }
  try {
    return await deps.automationCrm.createPlain(session, { objectType, key, properties: values, belongsTo });
  } catch (error) {
    if (!(error instanceof AppError) || error.details.mayHaveBeenApplied !== true) throw error;
    const found = await findEarlier(making, way);
    if (found)
      return { kind: 'made', object: { ...found, properties: { ...values, ...found.properties } }, isNew: true };
    throw error;
  }
}

function wordsOf(outcome: Extract<MakeOutcome, { kind: 'refused' }>): string {
  const named = outcome.properties.map(({ property, message, code }) => `${property}: ${message || code}`);
  return named.length > 0 ? named.join('; ') : outcome.message;
}
