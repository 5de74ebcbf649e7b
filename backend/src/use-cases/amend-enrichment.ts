import type { Enrichment, PropertyChange, RequestedBy, UndoStep } from '../domain/enrichment/enrichment.ts';
import { arrivedSteps } from '../domain/enrichment/interrupted-writes.ts';
import { ENRICHED_AT_PROPERTY } from '../domain/enrichment/oppspot-properties.ts';
import {
  afterUndo,
  chooseSteps,
  decideUndo,
  openUndoSteps,
  stepOf,
  UNDO_DAYS,
} from '../domain/enrichment/undo-changes.ts';
import { AppError } from '../domain/errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { Crm, CrmRecord } from '../ports/crm.ts';
import type { AmendRunInput, EnrichmentStore, RunContext } from '../ports/enrichment-store.ts';
import type { Installation } from '../ports/installation-store.ts';
import type { Logger } from '../ports/logger.ts';
import type { PropertyRepairs } from '../ports/property-repairs.ts';
import type { WriteSnapshots } from '../ports/write-snapshots.ts';
import { memoryAfterUndo, rememberRun } from './enrichment-run/remember-run.ts';
import { restoreValues, writeChanges } from './enrichment-run/write-changes.ts';
import type { GetAccessTokenDeps } from './get-access-token.ts';
import { type CountedSession, openCrmSession } from './open-crm-session.ts';
import { hasAutomationToUndo, type UndoAutomationDeps, undoAutomation } from './undo-automation.ts';

/** What both use cases touch. */
export interface AmendEnrichmentDeps extends GetAccessTokenDeps, UndoAutomationDeps {
  readonly enrichments: EnrichmentStore;
  readonly crm: Crm;
  readonly repairs: PropertyRepairs;
  readonly snapshots: WriteSnapshots;
  readonly logger: Logger;
  readonly clock: Clock;
  /** Ids under which our writes appear in HubSpot's property history; empty when unknown. */
  readonly ownSourceIds: readonly string[];
}

/** Which run, for whom, and which of its properties. */
export interface AmendEnrichmentInput {
  readonly installation: Installation;
  readonly enrichmentId: string;
  readonly userId: number | null;
  /** Where it was asked for; absent: in the card. */
  readonly requestedFrom?: Pick<RequestedBy, 'kind' | 'via'>;
  /** undefined: all of them. */
  readonly properties: readonly string[] | undefined;
}

/**
 * Writes what a preview proposed, all of it or chosen properties. What changed in HubSpot since the preview is kept
 * and said; a run that was applied already is answered as it is.
 */
export async function applyEnrichment(deps: AmendEnrichmentDeps, input: AmendEnrichmentInput): Promise<Enrichment> {
  const context = await getEndedRun(deps, input);
  const { enrichment } = context;
  const isOpen =
    enrichment.mode === 'preview' &&
    enrichment.undo.undoneAt === null &&
    enrichment.changes.some(({ decision, written }) => decision === 'write' && !written);
  if (!isOpen) return enrichment;
  const { session, record } = await openRecord(deps, input.installation, enrichment, enrichment.changes);
  const appliedAt = deps.clock.now();
  const { properties: current, history } = record;
  const arrived = arrivedSteps(context.snapshot, { current, history, ownSourceIds: deps.ownSourceIds });
  const hasArrived = (change: PropertyChange) => arrived.some(({ property }) => property === change.property);
  const proposed = enrichment.changes.map((change) => {
    if (change.property === ENRICHED_AT_PROPERTY) return { ...change, after: appliedAt.toISOString() };
    return hasArrived(change) ? change : unlessChangedSince(change, record);
  });
  const isChosen = (change: PropertyChange) =>
    change.property === ENRICHED_AT_PROPERTY ||
    (!change.written && !hasArrived(change) && (input.properties?.includes(change.property) ?? true));
  const writeDeps = { ...deps, settings: context.settings };
  const outcome = await writeChanges(writeDeps, session, record, { changes: proposed.filter(isChosen), arrived });
  if (outcome.kind === 'gone') throw gone();
  const done = new Map(outcome.changes.map((change) => [change.property, change]));
  if (!outcome.changes.some(({ written }) => written)) done.delete(ENRICHED_AT_PROPERTY);
  const changes = proposed.map((change) => done.get(change.property) ?? change);
  const possibleUntil = new Date(appliedAt.getTime() + UNDO_DAYS * 86_400_000).toISOString();
  const undo = { ...openedBy(enrichment, outcome.changes), possibleUntil, undoneAt: null };
  const applied = { ...enrichment, changes, undo };
  const memory = rememberRun({ context, startedAt: appliedAt.toISOString() }, undefined, applied);
  return store(deps, input, applied, { kind: 'apply', memory, done: outcome.changes });
}

/** Once a part was undone, what is written after that can be undone as well. */
function openedBy({ undo }: Enrichment, done: readonly PropertyChange[]): Pick<Enrichment['undo'], 'open'> {
  if (undo.open === undefined) return {};
  return { open: [...undo.open, ...done.filter(({ written }) => written).map(stepOf)] };
}

/** What somebody changed meanwhile is shown, not overwritten. */
function unlessChangedSince(change: PropertyChange, record: CrmRecord): PropertyChange {
  const now = record.properties[change.property] ?? null;
  if (change.decision === 'keep' || change.written || (now ?? '') === (change.before ?? '')) return change;
  return { ...change, before: now, decision: 'keep', reason: 'changed in HubSpot since the preview, kept' };
}

/**
 * Takes back what a run wrote, within 30 days, all of it or chosen properties: the values before come back, `""` where
 * there was none; what somebody edited since is kept and listed, and so is what automation made. What was not chosen can still be undone later; an undo
 * that has nothing left to do writes nothing.
 */
export async function undoEnrichment(deps: AmendEnrichmentDeps, input: AmendEnrichmentInput): Promise<Enrichment> {
  const context = await getEndedRun(deps, input);
  const { enrichment, memory } = context;
  const now = deps.clock.now();
  const { possibleUntil } = enrichment.undo;
  const chosen = chooseSteps(openUndoSteps(enrichment), input.properties);
  // Choosing properties leaves alone what automation made.
  const { organizationId } = input.installation;
  const undoesAutomation =
    input.properties === undefined && (await hasAutomationToUndo(deps, organizationId, enrichment));
  if (chosen.length === 0 && !undoesAutomation) return enrichment;
  if (possibleUntil !== null && Date.parse(possibleUntil) < now.getTime()) {
    throw new AppError(
      'conflict',
      `An enrichment can be undone for ${UNDO_DAYS} days. This one is older; change the values in HubSpot.`,
    );
  }
  const { session, record } = await openRecord(deps, input.installation, enrichment, chosen);
  const decided = decideUndo(chosen, record.properties, {
    history: record.history,
    written: memory?.written,
    ownSourceIds: deps.ownSourceIds,
  });
  const outcome = await restoreValues({ ...deps, settings: context.settings }, session, record, decided);
  if (outcome.kind === 'gone') throw gone();
  const automation = undoesAutomation ? await undoAutomation(deps, session, enrichment) : enrichment.automation;
  const undone = { ...afterUndo(enrichment, chosen, outcome.changes, now.toISOString()), automation };
  return store(deps, input, undone, {
    kind: 'undo',
    done: outcome.changes,
    memory: memory && memoryAfterUndo(memory, chosen, [...outcome.changes, ...backAlready(chosen, record)]),
    ...(undoesAutomation ? { message: automation.held.slice(enrichment.automation.held.length).join('; ') } : {}),
  });
}

/** What an undo that was interrupted has put back: the record holds the value of before, which is remembered as restored. */
function backAlready(steps: readonly UndoStep[], record: CrmRecord): readonly PropertyChange[] {
  return steps
    .filter(({ property, before }) => (record.properties[property] ?? '') === (before ?? ''))
    .map(({ property, before }) => ({
      property,
      before,
      after: before ?? '',
      decision: 'write',
      reason: 'was back already',
      written: true,
    }));
}

async function getEndedRun(deps: AmendEnrichmentDeps, input: AmendEnrichmentInput): Promise<RunContext> {
  const context = await deps.enrichments.readRunContext(input.installation.organizationId, input.enrichmentId);
  if (!context) throw new AppError('not_found', 'There is no such enrichment in this HubSpot account.');
  if (context.enrichment.status === 'running') {
    throw new AppError('conflict', 'This enrichment is still running. Wait for its result, then try again.');
  }
  return context;
}

async function openRecord(
  deps: AmendEnrichmentDeps,
  installation: Installation,
  enrichment: Enrichment,
  properties: readonly { readonly property: string }[],
): Promise<{ session: CountedSession; record: CrmRecord }> {
  const session = openCrmSession(deps, installation, 'interactive');
  const record = await deps.crm.readRecord(session, {
    objectType: enrichment.objectType,
    objectId: enrichment.objectId,
    properties: properties.map(({ property }) => property),
    propertiesWithHistory: properties.map(({ property }) => property),
    associations: [],
  });
  if (!record) throw gone();
  return { session, record };
}

function gone(): AppError {
  return new AppError('not_found', 'This record does not exist in HubSpot any more. Nothing was written.');
}

async function store(
  deps: AmendEnrichmentDeps,
  input: AmendEnrichmentInput,
  enrichment: Enrichment,
  amended: Pick<AmendRunInput, 'kind' | 'done' | 'memory' | 'message'>,
): Promise<Enrichment> {
  await deps.enrichments.amendRun({
    organizationId: input.installation.organizationId,
    enrichment,
    ...amended,
    requestedBy: {
      ...(input.requestedFrom ?? { kind: 'card' }),
      ...(input.userId === null ? {} : { userId: input.userId }),
    },
  });
  return enrichment;
}
