import { type AutomationPurpose, automationKey, heldLine } from '../domain/automation/automation.ts';
import { listTouched, WATCHED_PROPERTIES } from '../domain/automation/was-touched.ts';
import type { AutomationOutcome, Enrichment } from '../domain/enrichment/enrichment.ts';
import { AppError } from '../domain/errors.ts';
import type { AutomationCrm, MadeObjectType } from '../ports/automation-crm.ts';
import type { AutomationIntent, AutomationStore } from '../ports/automation-store.ts';
import type { Crm, CrmSession } from '../ports/crm.ts';

/** What the step touches. */
export interface UndoAutomationDeps {
  readonly crm: Crm;
  readonly automationCrm: AutomationCrm;
  readonly automations: AutomationStore;
}

const OWNER = 'hubspot_owner_id';

/** How taking back one thing ended. */
export interface Undone {
  readonly kind: 'gone' | 'kept' | 'failed';
  readonly line: string;
}

/** Tells whether a run made something that an undo can still take back, or may have. */
export async function hasAutomationToUndo(
  { automations }: Pick<UndoAutomationDeps, 'automations'>,
  organizationId: string,
  { id, automation: { task, deal, owner } }: Enrichment,
): Promise<boolean> {
  if ([task, deal, owner].some((object) => object?.created === true)) return true;
  return (await automations.listOfEnrichment(organizationId, id)).some(({ state }) => state === 'sent');
}

/**
 * Takes back what automation made in a run: a task or deal that nobody touched since goes to the recycle bin, an owner
 * that is still the one we gave is cleared. What somebody changed is kept and listed. None of it is made again by itself.
 *
 * @returns what automation did as it stands now; what HubSpot did not let us take back stays `created` and can be tried
 *   again. Never throws for HubSpot
 */
export async function undoAutomation(
  deps: UndoAutomationDeps,
  session: CrmSession,
  enrichment: Enrichment,
): Promise<AutomationOutcome> {
  const intents = await deps.automations.listOfEnrichment(session.organizationId, enrichment.id);
  let outcome = enrichment.automation;
  for (const intent of intents.filter(({ state }) => state === 'done' || state === 'sent')) {
    const undone = await takeBack(deps, session, intent);
    outcome = { ...outcome, ...stateAfter(outcome, intent.purpose, undone), held: [...outcome.held, undone.line] };
  }
  return outcome;
}

/** What is told of a thing after it was taken back, or not. */
export function stateAfter(outcome: AutomationOutcome, purpose: AutomationPurpose, { kind }: Pick<Undone, 'kind'>) {
  const object = outcome[purpose];
  if (kind === 'gone') return { [purpose]: null };
  return kind === 'failed' || object === null ? {} : { [purpose]: { ...object, created: false } };
}

const FAILED = 'could not be taken back';

/** Takes one thing back; never throws for HubSpot. */
export async function takeBack(
  deps: UndoAutomationDeps,
  session: CrmSession,
  intent: AutomationIntent,
): Promise<Undone> {
  const { purpose } = intent;
  try {
    const isOwner = purpose === 'owner';
    return await (isOwner ? clearOwner(deps, session, intent) : removeMade(deps, session, intent, purpose));
  } catch (error) {
    const why = error instanceof AppError ? error.message : 'something went wrong on our side';
    return { kind: 'failed', line: heldLine(purpose, `${FAILED}: ${why}`) };
  }
}

async function removeMade(
  deps: UndoAutomationDeps,
  session: CrmSession,
  intent: AutomationIntent,
  purpose: 'task' | 'deal',
): Promise<Undone> {
  const objectType = purpose === 'task' ? 'tasks' : 'deals';
  const id = intent.hubspotId ?? (await findUnconfirmed(deps, session, intent, objectType));
  const properties = WATCHED_PROPERTIES[objectType];
  const now =
    id === undefined ? undefined : await deps.automationCrm.readObject(session, { objectType, id, properties });
  const key = { ...intent, organizationId: session.organizationId };
  if (id === undefined || now === undefined) {
    await deps.automations.markUndone(key);
    const isKnown = intent.hubspotId !== null;
    const where = isKnown ? 'is not in HubSpot any more' : 'was not found in HubSpot';
    return { kind: 'gone', line: heldLine(purpose, `${where}; it is not made again`) };
  }
  const touched = listTouched(properties, intent.details.made ?? {}, now.properties);
  if (touched.length > 0) {
    return { kind: 'kept', line: heldLine(purpose, `${id} kept, because it was changed since: ${touched.join(', ')}`) };
  }
  await deps.automationCrm.remove(session, objectType, id);
  await deps.automations.markUndone(key);
  return { kind: 'gone', line: heldLine(purpose, `${id} moved to the recycle bin; it is not made again`) };
}

/** A create whose answer was lost may have left something that no id was remembered of. */
async function findUnconfirmed(
  { automationCrm }: UndoAutomationDeps,
  session: CrmSession,
  { purpose, objectType: recordType, recordId, way }: AutomationIntent,
  objectType: MadeObjectType,
): Promise<string | undefined> {
  const key = automationKey(purpose, recordType, recordId);
  const record = { objectType: recordType, id: recordId };
  const found =
    way === 'unique'
      ? await automationCrm.findByKey(session, objectType, key)
      : await automationCrm.findByMarker(session, { objectType, key, record });
  return found?.id;
}

async function clearOwner(deps: UndoAutomationDeps, session: CrmSession, intent: AutomationIntent): Promise<Undone> {
  const { objectType, recordId: objectId, details } = intent;
  const key = { ...intent, organizationId: session.organizationId };
  const wanted = { properties: [OWNER], propertiesWithHistory: [], associations: [] };
  const record = await deps.crm.readRecord(session, { objectType, objectId, ...wanted });
  const now = record?.properties[OWNER] ?? '';
  const given = details.ownerId ?? '';
  if (now !== '' && now !== given) {
    return { kind: 'kept', line: heldLine('owner', `${now} kept, because the owner was changed since`) };
  }
  if (now !== '') {
    const outcome = await deps.crm.updateRecord(session, { objectType, objectId, properties: { [OWNER]: '' } });
    if (outcome.kind === 'refused') {
      return { kind: 'failed', line: heldLine('owner', `${FAILED}: ${outcome.message}`) };
    }
  }
  await deps.automations.markUndone(key);
  return { kind: 'gone', line: heldLine('owner', `${given} taken off the record; none is given again`) };
}
