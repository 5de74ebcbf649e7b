import { companyNumberOfId } from '../domain/company/company.ts';
import type { Enrichment } from '../domain/enrichment/enrichment.ts';
import { AppError } from '../domain/errors.ts';
import { waitAtMost } from '../lib/wait-at-most.ts';
import type { Clock } from '../ports/clock.ts';
import type { CompanyRegister } from '../ports/company-register.ts';
import type { BeginRunInput, BegunRun, EnrichmentStore, RunContext, RunRequest } from '../ports/enrichment-store.ts';
import type { Installation, SeenInstallation } from '../ports/installation-store.ts';

/** A card waits this long for a result; then it gets 202 and polls (HubSpot ends a fetch after 15 s). */
export const ANSWER_WITHIN_MS = 10_000;
/** A run that shows no life for this long is taken over by another process. */
export const LEASE_SECONDS = 3;

/** What the use case touches. */
export interface RequestEnrichmentDeps {
  readonly enrichments: EnrichmentStore;
  readonly clock: Clock;
  readonly register: CompanyRegister;
  /** Works on a run that this process has leased, to its end; never rejects for outcomes. */
  readonly run: (installation: Installation, context: RunContext) => Promise<Enrichment>;
  readonly makeId: () => string;
  /** Names this process in leases. */
  readonly leaseOwner: string;
  /** Runs of this process that have not ended, by id. */
  readonly running: Map<string, Promise<Enrichment>>;
  readonly answerWithinMs: number;
  /** Resolves after so many milliseconds. */
  readonly wait: (ms: number) => Promise<void>;
}

/** Another process tells that it is done only by what it stores. */
const LOOK_EVERY_MS = 250;

/** Who asks for what. */
export interface RequestEnrichmentInput {
  readonly installation: Installation;
  readonly idempotencyKey: string;
  readonly request: RunRequest;
  /** Goes on although the portal's daily cap is reached, and does not count. */
  readonly isBeyondCap?: boolean;
}

/** As `RequestEnrichmentInput`, with the installation as it was seen last. */
export interface RequestOfSeenInput extends Omit<RequestEnrichmentInput, 'installation'> {
  readonly seen: SeenInstallation;
}

/**
 * Enriches one record, once per idempotency key: the same key and body replay the run, another key for the same record
 * joins the one that runs.
 *
 * @returns the run, finished or still `running` after ten seconds; throws `conflict` for a key used for something
 *   else, `daily_limit_reached` until the next UTC day, and `invalid_input` for a company that the register does not
 *   hold. Nothing was started then.
 */
export async function requestEnrichment(
  deps: RequestEnrichmentDeps,
  input: RequestEnrichmentInput,
): Promise<Enrichment> {
  await requireCompany(deps, input.request);
  return followRun(deps, input.installation, await deps.enrichments.beginRun(runToBegin(deps, input)));
}

/**
 * As `requestEnrichment`, with an installation as it was seen last, which is looked at again in the trip that starts the
 * run.
 *
 * @returns undefined, with nothing begun, where the installation is another by now, and where the key or the record has a
 *   run already: `requestEnrichment` then tells, with the installation as it is
 */
export async function requestEnrichmentOfSeen(
  deps: RequestEnrichmentDeps,
  input: RequestOfSeenInput,
): Promise<Enrichment | undefined> {
  const { installation } = input.seen;
  // Neither is for somebody who may have no connection any more to decide.
  if (input.request.companyId !== null || installation.status === 'disconnected') return undefined;
  const begun = await deps.enrichments.beginRunOfSeen(runToBegin(deps, { ...input, installation }), input.seen);
  return begun && followRun(deps, installation, begun);
}

async function requireCompany(deps: RequestEnrichmentDeps, { companyId }: RunRequest): Promise<void> {
  if (companyId === null || (await holdsCompany(deps, companyId))) return;
  const fields = [{ field: 'companyId', message: 'no company has this id; choose one of the candidates' }];
  throw new AppError('invalid_input', 'The chosen company is not in the register. Choose one of the candidates.', {
    fields,
  });
}

function runToBegin(deps: RequestEnrichmentDeps, input: RequestEnrichmentInput): BeginRunInput {
  return {
    organizationId: input.installation.organizationId,
    enrichmentId: deps.makeId(),
    idempotencyKey: input.idempotencyKey,
    request: input.request,
    leaseOwner: deps.leaseOwner,
    leaseSeconds: LEASE_SECONDS,
    isBeyondCap: input.isBeyondCap ?? false,
  };
}

/** Works on a run that was started here, or waits for whoever does. */
async function followRun(
  deps: RequestEnrichmentDeps,
  installation: Installation,
  begun: BegunRun,
): Promise<Enrichment> {
  if (begun.kind === 'conflict') {
    throw new AppError(
      'conflict',
      'This idempotency key was used for another record, mode or company. Send a new key.',
    );
  }
  if (begun.kind === 'capped') throw capReached(begun.recordsPerDay, deps.clock.now());
  const { enrichment } = begun;
  if (enrichment.status !== 'running') return enrichment;
  if (begun.kind === 'started') startRun(deps, installation, begun.context);
  const work = deps.running.get(enrichment.id);
  if (!work) return waitForOther(deps, installation.organizationId, enrichment);
  return (await waitAtMost(work, deps.answerWithinMs)) ?? enrichment;
}

/** Waits for a run that another process works on, or this one in a moment: the caller is to get its result as well. */
async function waitForOther(
  deps: RequestEnrichmentDeps,
  organizationId: string,
  joined: Enrichment,
): Promise<Enrichment> {
  for (let waitedMs = 0; waitedMs < deps.answerWithinMs; waitedMs += LOOK_EVERY_MS) {
    await deps.wait(LOOK_EVERY_MS);
    const now = await deps.enrichments.findEnrichment(organizationId, joined.id);
    if (now !== undefined && now.status !== 'running') return now;
  }
  return joined;
}

/** An admin set the cap; it ends with the UTC day. */
function capReached(recordsPerDay: number, now: Date): AppError {
  const tomorrow = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + 1);
  const hours = Math.max(1, Math.round((tomorrow - now.getTime()) / 3_600_000));
  const when = `It goes on at 00:00 UTC, in about ${hours} ${hours === 1 ? 'hour' : 'hours'}.`;
  const message = `Your account’s limit of ${recordsPerDay} records a day is reached. ${when} An admin can change the limit.`;
  return new AppError('daily_limit_reached', message, { retryAfterMs: tomorrow - now.getTime() });
}

async function holdsCompany(deps: RequestEnrichmentDeps, companyId: string): Promise<boolean> {
  const number = companyNumberOfId(companyId);
  return number !== undefined && (await deps.register.readCompany(number)) !== undefined;
}

/** The promise stays in the map until it ends, so that a joining request and a graceful stop can wait for it. */
function startRun(deps: RequestEnrichmentDeps, installation: Installation, context: RunContext): void {
  const { id } = context.enrichment;
  const work = deps.run(installation, context).finally(() => deps.running.delete(id));
  // A rejection is answered to whoever waits; without a waiter it must not end the process.
  work.catch(() => {});
  deps.running.set(id, work);
}
