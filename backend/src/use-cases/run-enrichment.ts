import type { Enrichment, RequestedBy, RunError } from '../domain/enrichment/enrichment.ts';
import { failEnrichment } from '../domain/enrichment/new-enrichment.ts';
import { AppError } from '../domain/errors.ts';
import { startTimeLimit } from '../lib/time-limit.ts';
import type { Clock } from '../ports/clock.ts';
import type { EnrichmentStore, RunContext } from '../ports/enrichment-store.ts';
import type { Installation } from '../ports/installation-store.ts';
import type { Logger } from '../ports/logger.ts';
import { type EnrichedRecord, type EnrichRecordDeps, enrichRecord } from './enrichment-run/enrich-record.ts';
import type { RunState } from './enrichment-run/run-state.ts';
import { type RunWaits, watchWaits } from './enrichment-run/run-waits.ts';
import type { GetAccessTokenDeps } from './get-access-token.ts';
import { openCrmSession } from './open-crm-session.ts';
import { LEASE_SECONDS } from './request-enrichment.ts';

/** A run ends by itself after this time, whatever hangs. */
const RUN_WITHIN_MS = 90_000;
/** A call that was let through late still needs its time. */
const LAST_CALL_MS = 5_000;

/** What the use case touches. */
export interface RunEnrichmentDeps extends EnrichRecordDeps, GetAccessTokenDeps {
  readonly enrichments: EnrichmentStore;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly leaseOwner: string;
  /** Called once per finished run, for the metrics. */
  readonly observe: (enrichment: Enrichment) => void;
}

/**
 * Works on a run that this process has leased, from reading the record to storing the result.
 *
 * Every end that a person can act on is an outcome, `failed` included. Only a database that does not answer is thrown:
 * the run then stays leased, and another process takes it over when the lease ends.
 */
export async function runEnrichment(
  deps: RunEnrichmentDeps,
  installation: Installation,
  context: RunContext,
): Promise<Enrichment> {
  const { organizationId } = installation;
  const { id: enrichmentId } = context.enrichment;
  const waits = watchWaits(deps.clock, RUN_WITHIN_MS - LAST_CALL_MS);
  const result = await holdingLease(deps, { organizationId, enrichmentId, waits }, (signal) =>
    attempt(deps, installation, { context, waits }, signal),
  );
  const isFirst = await deps.enrichments.finishRun({ organizationId, ...result });
  if (isFirst) {
    deps.observe(result.enrichment);
    return result.enrichment;
  }
  return (await deps.enrichments.findEnrichment(organizationId, enrichmentId)) ?? result.enrichment;
}

/** Somebody sits there and waits. */
const isAttended = ({ kind, via }: RequestedBy): boolean => kind === 'card' || via === 'dashboard';

async function attempt(
  deps: RunEnrichmentDeps,
  installation: Installation,
  { context, waits }: { readonly context: RunContext; readonly waits: RunWaits },
  signal: AbortSignal,
): Promise<EnrichedRecord> {
  // A person who waits is told what for; a job comes back by itself, and meanwhile leaves its place to others.
  const session = isAttended(context.request.requestedBy)
    ? openCrmSession(deps, installation, 'interactive', waits)
    : openCrmSession(deps, installation, 'background', { noteWait: waits.noteWait });
  const startedAt = deps.clock.now().toISOString();
  return attemptRun(deps, { installation, context, session, startedAt, asOf: startedAt.slice(0, 10), signal });
}

/** Does the work of a run that somebody holds; every end that a person can act on is an outcome, `failed` included. */
export async function attemptRun(
  deps: EnrichRecordDeps & Pick<RunEnrichmentDeps, 'clock' | 'logger'>,
  run: RunState,
): Promise<EnrichedRecord> {
  const { context, session } = run;
  const ended = async (): Promise<EnrichedRecord> => {
    try {
      return await enrichRecord(deps, run);
    } catch (error) {
      return { enrichment: failEnrichment(context.enrichment, reasonOf(deps, error), now(deps)), memory: undefined };
    }
  };
  const { enrichment, ...rest } = await ended();
  const completedAt = now(deps);
  const durationMs = Math.max(0, Date.parse(completedAt) - Date.parse(enrichment.createdAt));
  const usage = { ...enrichment.usage, hubspotCalls: session.readCallCount() };
  return { ...rest, enrichment: { ...enrichment, completedAt, durationMs, usage } };
}

function now(deps: { readonly clock: Clock }): string {
  return deps.clock.now().toISOString();
}

/** An AppError is worded for the person who reads it; of anything else only the log tells more. */
function reasonOf(deps: { readonly logger: Logger }, error: unknown): RunError {
  if (!(error instanceof AppError)) {
    deps.logger.error({ err: error }, 'run failed unexpectedly');
    return { code: 'internal', message: 'Something went wrong on our side. Nothing more was written; try again.' };
  }
  const { correlationId, upstreamStatus, retryAfterMs } = error.details;
  deps.logger.warn({ code: error.code, correlationId, upstreamStatus, reason: error.message }, 'run failed');
  return { code: error.code, message: error.message, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}

/** Shows life while the work goes on, and what it waits for; nobody takes the run over then. A lost lease aborts the work. */
async function holdingLease<T>(
  deps: RunEnrichmentDeps,
  run: { readonly organizationId: string; readonly enrichmentId: string; readonly waits: RunWaits },
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { organizationId, enrichmentId, waits } = run;
  const lost = new AbortController();
  const limit = startTimeLimit(RUN_WITHIN_MS, [lost.signal]);
  const lease = { organizationId, enrichmentId, leaseOwner: deps.leaseOwner, leaseSeconds: LEASE_SECONDS };
  const timer = setInterval(
    () => {
      const waitingFor = waits.isWaiting() ? ({ waitingFor: 'hubspot_limit' } as const) : {};
      deps.enrichments.renewLease({ ...lease, ...waitingFor }).then(
        (isHeld) => isHeld || lost.abort(),
        // A database that is away for a moment is not a lost lease: the next beat tells.
        (error: unknown) => deps.logger.warn({ enrichmentId, error: String(error) }, 'lease could not be renewed'),
      );
    },
    (LEASE_SECONDS * 1000) / 3,
  );
  try {
    return await work(limit.signal);
  } finally {
    clearInterval(timer);
    limit.end();
  }
}
