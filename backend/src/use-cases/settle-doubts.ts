import { AUTOMATION_PURPOSES, type AutomationPurpose, heldLine } from '../domain/automation/automation.ts';
import type { AutomationOutcome } from '../domain/enrichment/enrichment.ts';
import { isSuppressed } from '../domain/enrichment/suppression.ts';
import { AppError } from '../domain/errors.ts';
import { isPassing } from '../domain/jobs/decide-repeat.ts';
import type { AutomationStore } from '../ports/automation-store.ts';
import type { DoubtfulRecord, DoubtStore, SettledRecord } from '../ports/doubt-store.ts';
import type { RunContext } from '../ports/enrichment-store.ts';
import type { Installation, InstallationStore } from '../ports/installation-store.ts';
import { type BatchGate, makeBatchGate } from './bulk/batch-gate.ts';
import { makeBatchedAutomationCrm, makeBatchedAutomationStore } from './bulk/batched-automation.ts';
import { makeBatchedCrm } from './bulk/batched-crm.ts';
import type { EnrichBatchDeps } from './bulk/enrich-batch.ts';
import { makeLeavingMarks } from './bulk/leaving-marks.ts';
import { FREE_TURNS } from './bulk/write-turns.ts';
import { automateDeal } from './enrichment-run/automate-deal.ts';
import { automateOwner } from './enrichment-run/automate-owner.ts';
import { heldByError, heldLines, undoUntil } from './enrichment-run/automate-record.ts';
import { automateTask } from './enrichment-run/automate-task.ts';
import { type AutomateDeps, type AutomationStep, held, type StepOutcome } from './enrichment-run/automation-step.ts';
import { makeOnce } from './enrichment-run/make-once.ts';
import { readSubject } from './enrichment-run/read-subject.ts';
import type { RunState, Subject } from './enrichment-run/run-state.ts';
import type { GetAccessTokenDeps } from './get-access-token.ts';
import { openCrmSession } from './open-crm-session.ts';
import { stateAfter, takeBack } from './undo-automation.ts';

/** One job looks after so many things before other accounts have their turn. */
const THINGS_PER_JOB = 300;
/** Longest time for them, whatever hangs. */
const STEP_SECONDS = 120;

/** What the use case touches. */
export interface SettleDoubtsDeps
  extends Pick<EnrichBatchDeps, 'crm' | 'automationCrm' | 'automations' | 'clock' | 'logger' | 'ownSourceIds'>,
    GetAccessTokenDeps {
  readonly doubts: DoubtStore;
  readonly installations: InstallationStore;
  /** The settings that hold for a run, by who asked for it. */
  readonly contextFor: (installation: Installation, context: RunContext) => Promise<RunContext>;
}

/**
 * Looks again for what was sent to HubSpot and never confirmed, once it is known whether HubSpot carried it out: what is there
 * is named, what is missing is made where result and settings still call for it, and the enrichment tells which.
 *
 * Many records at a time, by the same steps as an enrichment. A process that is killed anywhere leaves what it had not told
 * to the next one.
 *
 * @returns in how many milliseconds there is something to look at again; undefined when nothing is in doubt or the account is
 *   not connected
 * @throws AppError what stood in the way and passes by itself, or needs a person; what it stood in the way of waits
 */
export async function settleDoubts(
  deps: SettleDoubtsDeps,
  { organizationId }: { readonly organizationId: string },
): Promise<number | undefined> {
  const installation = await deps.installations.findByOrganizationId(organizationId);
  if (installation?.status !== 'connected') return undefined;
  const records = await deps.doubts.takeDue(organizationId, THINGS_PER_JOB);
  const { settled, trouble } = await settleAll(deps, installation, records);
  await deps.doubts.close(organizationId, settled);
  if (trouble !== undefined) throw trouble;
  return deps.doubts.nextDueMs(organizationId);
}

async function settleAll(
  deps: SettleDoubtsDeps,
  installation: Installation,
  records: readonly DoubtfulRecord[],
): Promise<{ readonly settled: readonly SettledRecord[]; readonly trouble: AppError | undefined }> {
  const gate = makeBatchGate();
  const session = openCrmSession(deps, installation, 'background');
  const batched = { ...deps, ...batch(deps, gate, session), dealsUnderWay: new Map<string, string>() };
  const signal = AbortSignal.timeout(STEP_SECONDS * 1000);
  const startedAt = deps.clock.now().toISOString();
  const troubles: AppError[] = [];
  const runs = await Promise.all(
    records.map(async (record) => ({
      record,
      context: record.context && (await deps.contextFor(installation, record.context)),
    })),
  );
  const settled = await Promise.all(
    runs.map(({ record, context }) =>
      gate.run(async (): Promise<SettledRecord | undefined> => {
        // Nothing is left that says what to make of it; whoever enriches the record again looks for it first.
        if (context === undefined) return forgotten(record);
        const run = { installation, context, session, startedAt, asOf: startedAt.slice(0, 10), signal };
        try {
          return await settleOne(batched, run, { ...record, context });
        } catch (error) {
          deps.logger.warn({ enrichmentId: context.enrichment.id, reason: String(error) }, 'doubt not settled');
          troubles.push(
            error instanceof AppError ? error : new AppError('internal', 'Something went wrong on our side.'),
          );
          return undefined;
        }
      }),
    ),
  );
  return { settled: settled.flatMap((one) => one ?? []), trouble: troubles[0] };
}

/** The ports of one record, whose calls go out together with those of the others. */
function batch(deps: SettleDoubtsDeps, gate: BatchGate, session: RunState['session']) {
  const { organizationId } = session;
  const marks = makeLeavingMarks(deps.automations, organizationId);
  const stop = { turns: FREE_TURNS, leaveOut: () => undefined };
  const automations = makeBatchedAutomationStore(deps.automations, gate, organizationId, stop, marks);
  return {
    crm: makeBatchedCrm(deps.crm, { gate, session, turns: FREE_TURNS }, { isKnown: () => true }),
    automationCrm: makeBatchedAutomationCrm(deps.automationCrm, gate, session, marks),
    automations: keepingDoubts(automations),
  };
}

/** What is in doubt leaves the list only together with what the enrichment tells of it, and only what was on the list is made. */
function keepingDoubts(store: AutomationStore): AutomationStore {
  return {
    ...store,
    release: (held) => store.letGo(held),
    claim: async (input) => {
      const claimed = await store.claim(input);
      if (claimed === undefined || claimed.intent.state === 'sent') return claimed;
      // The record was erased, or somebody else has settled it.
      await store.release(input);
      return undefined;
    },
  };
}

type Known = DoubtfulRecord & { readonly context: RunContext };

async function settleOne(
  deps: AutomateDeps & Pick<SettleDoubtsDeps, 'ownSourceIds'>,
  run: RunState,
  record: Known,
): Promise<SettledRecord> {
  const { enrichment } = record.context;
  const subject = await readSubject(deps, run);
  const barrier = barrierOf(record, subject);
  let after = enrichment.automation;
  const said: string[] = [];
  for (const purpose of AUTOMATION_PURPOSES) {
    const intent = record.intents.find((one) => one.purpose === purpose);
    if (intent === undefined) continue;
    if (subject === undefined || subject.record.id !== record.recordId) {
      after = withOutcome(after, purpose, held(barrier ?? 'the record does not exist any more'));
    } else if (record.barrier === 'undone' || intent.state === 'undone') {
      const undone = await takeBack(deps, run.session, intent);
      if (undone.kind === 'failed') throw new AppError('upstream_unavailable', undone.line);
      after = { ...after, ...stateAfter(after, purpose, undone), held: [...otherLines(after, purpose), undone.line] };
    } else {
      const step = stepOf(run, subject, { record, automation: after });
      after = withOutcome(after, purpose, await look(deps, step, purpose, barrier));
    }
    said.push(describe(after, purpose));
  }
  const hasMade = AUTOMATION_PURPOSES.some((purpose) => after[purpose]?.created === true);
  const { possibleUntil, undoneAt } = enrichment.undo;
  const undoPossibleUntil = hasMade && possibleUntil === null && undoneAt === null ? undoUntil(deps) : null;
  const message = `looked again for what HubSpot had not confirmed: ${said.join('; ')}`;
  const told = { enrichmentId: enrichment.id, before: enrichment.automation, after, undoPossibleUntil, message };
  return { ...forgotten(record), told };
}

function forgotten({ objectType, recordId, intents }: DoubtfulRecord): SettledRecord {
  return { objectType, recordId, purposes: intents.map(({ purpose }) => purpose) };
}

/** Why nothing is made for the record by itself any more; what is there already is named all the same. */
function barrierOf(record: Known, subject: Subject | undefined): string | undefined {
  if (subject === undefined) return 'the record does not exist any more';
  if (subject.record.id !== record.recordId) return 'the record was merged into another one';
  const { domain, website, email = null } = subject.record.properties;
  const domains = [subject.identity.domain, subject.identity.websiteHost, domain, website];
  if (isSuppressed(record.context.settings.suppression, { email, domains })) {
    return 'this address or domain is on the suppression list';
  }
  if (record.barrier === 'stopped') return 'not made, because the bulk run was stopped; the next enrichment makes it';
  if (record.barrier === 'old') return 'HubSpot did not confirm it for a day; the next enrichment makes it';
  return undefined;
}

function stepOf(
  run: RunState,
  subject: Subject,
  { record, automation }: { readonly record: Known; readonly automation: AutomationOutcome },
): AutomationStep {
  const ownerId = subject.record.properties.hubspot_owner_id || automation.owner?.id || null;
  // Only who gets an owner by a rule is asked what is known of the company, and this was decided before.
  return { run, subject, enrichment: record.context.enrichment, facts: {}, intents: record.intents, ownerId };
}

const MAKE = { owner: automateOwner, task: automateTask, deal: automateDeal };

/** What passes by itself is thrown: the doubt waits for it. */
async function look(
  deps: AutomateDeps,
  step: AutomationStep,
  purpose: AutomationPurpose,
  barrier: string | undefined,
): Promise<StepOutcome> {
  try {
    if (barrier === undefined) return await MAKE[purpose](deps, step);
    if (purpose === 'owner') return held(barrier);
    return await makeOnce(deps, step, purpose, async () => held(barrier));
  } catch (error) {
    const isDoubtful = error instanceof AppError && error.details.mayHaveBeenApplied === true;
    const isOver = error instanceof AppError && !isPassing(error.code) && !NEEDS_CONNECTION.has(error.code);
    if (!isDoubtful && !isOver) throw error;
    return heldByError(deps, step.run, error);
  }
}

const NEEDS_CONNECTION: ReadonlySet<string> = new Set(['disconnected', 'upstream_refused_token']);

function withOutcome(
  automation: AutomationOutcome,
  purpose: AutomationPurpose,
  outcome: StepOutcome,
): AutomationOutcome {
  const object = outcome.kind === 'there' ? outcome.object : automation[purpose];
  return {
    ...automation,
    [purpose]: object,
    held: [...otherLines(automation, purpose), ...heldLines(purpose, outcome)],
  };
}

function otherLines({ held: lines }: AutomationOutcome, purpose: AutomationPurpose): readonly string[] {
  return lines.filter((line) => !line.startsWith(heldLine(purpose, '')));
}

function describe(automation: AutomationOutcome, purpose: AutomationPurpose): string {
  const object = automation[purpose];
  const lines = automation.held.filter((line) => line.startsWith(heldLine(purpose, '')));
  if (object === null) return lines.join('; ') || heldLine(purpose, 'nothing was made');
  return heldLine(purpose, `${object.id} ${object.created ? 'is there now' : 'was there already'}`);
}
