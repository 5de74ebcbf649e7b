import { type AutomationPurpose, heldLine } from '../../domain/automation/automation.ts';
import { lookAgainLine, settlesAfter } from '../../domain/automation/doubt.ts';
import { SWITCHED_OFF } from '../../domain/automation/why-held.ts';
import type { CompanyFacts } from '../../domain/company/company-facts.ts';
import type { AutomationOutcome, Enrichment } from '../../domain/enrichment/enrichment.ts';
import { UNDO_DAYS } from '../../domain/enrichment/undo-changes.ts';
import { AppError } from '../../domain/errors.ts';
import { automateDeal } from './automate-deal.ts';
import { automateOwner } from './automate-owner.ts';
import { automateTask } from './automate-task.ts';
import {
  type AutomateDeps,
  type AutomationStep,
  held,
  lacksScopes,
  type StepOutcome,
  UNKNOWN_ZONE,
} from './automation-step.ts';
import type { RunState, Subject } from './run-state.ts';

type Automate = (deps: AutomateDeps, step: AutomationStep) => Promise<StepOutcome>;

const AUTOMATE: Readonly<Record<AutomationPurpose, Automate>> = {
  owner: automateOwner,
  task: automateTask,
  deal: automateDeal,
};

/**
 * Does at the end of a run what the portal's automation asks for, or says in a preview what it would do; each thing not
 * done has a line with its reason. Asks nobody anything while every switch is off, and never fails the run.
 */
export async function automateRecord(
  deps: AutomateDeps,
  run: RunState,
  subject: Subject,
  result: { readonly enrichment: Enrichment; readonly facts: CompanyFacts },
): Promise<Enrichment> {
  const { enrichment, facts } = result;
  const { automation } = run.context.settings;
  const isAnyOn = automation.task.enabled || automation.deal.enabled || automation.owner.enabled;
  const intents = isAnyOn ? await listIntents(deps, run, subject) : [];
  const step: AutomationStep = { run, subject, enrichment, facts, intents: intents ?? [], ownerId: ownerOf(subject) };
  const does = async (purpose: AutomationPurpose, at: AutomationStep) => {
    if (!automation[purpose].enabled) return held(SWITCHED_OFF);
    if (intents === undefined) return held('what was made before could not be read');
    return tryStep(deps, at, AUTOMATE[purpose]);
  };
  // The owner comes first, because task and deal go to him.
  const owner = await does('owner', step);
  const owned = { ...step, ownerId: step.ownerId ?? ownerFrom(owner) };
  const sideBySide = deps.sideBySide ?? ((parts) => Promise.all(parts.map((part) => part())));
  const made = await sideBySide(
    (['task', 'deal'] as const).map((purpose) => async () => [purpose, await does(purpose, owned)] as const),
  );
  const outcomes = new Map<AutomationPurpose, StepOutcome>([['owner', owner], ...made]);
  return withOutcomes(deps, enrichment, outcomes);
}

async function listIntents(deps: AutomateDeps, run: RunState, subject: Subject) {
  const { objectType, id: recordId } = subject.record;
  try {
    return await deps.automations.list({ organizationId: run.installation.organizationId, objectType, recordId });
  } catch (error) {
    deps.logger.warn({ reason: String(error) }, 'automation could not read its intents');
    return undefined;
  }
}

function ownerOf({ record }: Subject): string | null {
  return record.properties.hubspot_owner_id || null;
}

function ownerFrom(outcome: StepOutcome): string | null {
  if (outcome.kind === 'there') return outcome.object.id;
  return outcome.kind === 'planned' ? (outcome.ownerId ?? null) : null;
}

/** What is written is written: a thing that could not be made is told and does not cost the run. */
async function tryStep(deps: AutomateDeps, step: AutomationStep, automate: Automate): Promise<StepOutcome> {
  try {
    return await automate(deps, step);
  } catch (error) {
    deps.logger.warn({ enrichmentId: step.enrichment.id, reason: String(error) }, 'automation failed');
    if (!(error instanceof AppError)) return held('something went wrong on our side; the next enrichment tries again');
    return heldByError(deps, step.run, error);
  }
}

/** What is told of a thing that HubSpot did not make, or did not say whether it did. */
export function heldByError({ clock }: Pick<AutomateDeps, 'clock'>, run: RunState, error: AppError) {
  if (error.code === 'upstream_missing_scopes') return held(lacksScopes(error.details.requiredScopes ?? []));
  if (error.details.mayHaveBeenApplied !== true) return held(error.message);
  const settlesAt = settlesAfter(clock.now().toISOString());
  return held(lookAgainLine('HubSpot did not confirm it', settlesAt, run.installation.timeZone ?? UNKNOWN_ZONE));
}

function withOutcomes(
  deps: AutomateDeps,
  enrichment: Enrichment,
  outcomes: ReadonlyMap<AutomationPurpose, StepOutcome>,
): Enrichment {
  const lines = (['task', 'deal', 'owner'] as const).flatMap((purpose) => {
    const outcome = outcomes.get(purpose);
    return outcome ? [[purpose, outcome] as const] : [];
  });
  const objectOf = (purpose: AutomationPurpose) => {
    const outcome = outcomes.get(purpose);
    return outcome?.kind === 'there' ? outcome.object : null;
  };
  const planned = lines.flatMap(([purpose, outcome]) =>
    outcome.kind === 'planned' ? [heldLine(purpose, outcome.text)] : [],
  );
  const automation: AutomationOutcome = {
    task: objectOf('task'),
    deal: objectOf('deal'),
    owner: objectOf('owner'),
    held: lines.flatMap(([purpose, outcome]) => heldLines(purpose, outcome)),
    ...(planned.length === 0 ? {} : { planned }),
  };
  const hasMade = [automation.task, automation.deal, automation.owner].some((object) => object?.created);
  const possibleUntil = hasMade ? (enrichment.undo.possibleUntil ?? undoUntil(deps)) : enrichment.undo.possibleUntil;
  return { ...enrichment, automation, undo: { ...enrichment.undo, possibleUntil } };
}

/** The lines that tell why something was not done. */
export function heldLines(purpose: AutomationPurpose, outcome: StepOutcome): readonly string[] {
  if (outcome.kind === 'held') return [heldLine(purpose, outcome.reason)];
  return outcome.kind === 'there' && outcome.note !== undefined ? [heldLine(purpose, outcome.note)] : [];
}

/** What was made can be taken back, also where no property was written. */
export function undoUntil({ clock }: Pick<AutomateDeps, 'clock'>): string {
  return new Date(clock.now().getTime() + UNDO_DAYS * 86_400_000).toISOString();
}
