import type { Enrichment } from '../../domain/enrichment/enrichment.ts';
import { AppError } from '../../domain/errors.ts';
import { allowManyListeners } from '../../lib/allow-many-listeners.ts';
import type { Clock } from '../../ports/clock.ts';
import type { RunContext } from '../../ports/enrichment-store.ts';
import type { Installation } from '../../ports/installation-store.ts';
import type { Logger } from '../../ports/logger.ts';
import type { EnrichedRecord, EnrichRecordDeps } from '../enrichment-run/enrich-record.ts';
import type { GetAccessTokenDeps } from '../get-access-token.ts';
import { type CountedSession, openCrmSession } from '../open-crm-session.ts';
import { attemptRun } from '../run-enrichment.ts';
import { makeBatchGate } from './batch-gate.ts';
import type { BatchReading } from './batched-crm.ts';
import { type BatchedPorts, makeBatchedDeps } from './batched-deps.ts';
import type { WriteTurns } from './write-turns.ts';

/** What enriching a batch touches. */
export interface EnrichBatchDeps extends Omit<EnrichRecordDeps, keyof BatchedPorts>, BatchedPorts, GetAccessTokenDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Called once per finished run, for the metrics. */
  readonly observe: (enrichment: Enrichment) => void;
}

/** How the batch ended. */
export interface EnrichedBatch {
  /** By enrichment id; those that are missing can be tried again. */
  readonly ended: ReadonlyMap<string, EnrichedRecord>;
  /** What stood in the way of the missing ones, and passes by itself or needs a person; undefined: nothing. */
  readonly trouble: AppError | undefined;
}

/**
 * Enriches records of one portal side by side, by the same steps as a card: only their reads and writes go out together.
 *
 * What befalls one record is its outcome. What befalls all of them (HubSpot away, limit used up, connection lost) is no
 * outcome of a record: such records are left out and told as `trouble`.
 */
export async function enrichBatch(
  deps: EnrichBatchDeps,
  batch: {
    readonly installation: Installation;
    readonly contexts: readonly RunContext[];
    /** Of the batch; counts the calls that several records share. */
    readonly session: CountedSession;
    readonly signal: AbortSignal;
    readonly turns: WriteTurns;
    /** Where records may be read from beside the CRM itself. */
    readonly reading?: Omit<BatchReading, 'isKnown'>;
  },
): Promise<EnrichedBatch> {
  const { installation, contexts, session, signal, turns } = batch;
  // Every record of the batch listens.
  allowManyListeners(signal);
  const known = new Set(
    contexts.flatMap(({ memory, snapshot, request }) => (memory || snapshot ? [request.objectId] : [])),
  );
  const gate = makeBatchGate();
  const leftOut = new Set<string>();
  const batched = makeBatchedDeps(deps, gate, {
    organizationId: installation.organizationId,
    session,
    turns,
    reading: { ...batch.reading, isKnown: (id) => known.has(id) },
    leaveOut: (enrichmentId) => leftOut.add(enrichmentId),
  });
  const startedAt = deps.clock.now().toISOString();
  const results = await Promise.all(
    contexts.map((context) =>
      gate.run(() => {
        const own = openCrmSession(deps, installation, 'background');
        const countCall = () => {
          own.countCall();
          session.countCall();
        };
        const run = {
          installation,
          context,
          session: { ...own, countCall },
          startedAt,
          asOf: startedAt.slice(0, 10),
          signal,
        };
        return attemptRun({ ...deps, ...batched }, run);
      }),
    ),
  );
  const troubled = results.filter(
    ({ enrichment }) => isTrouble(enrichment) || (signal.aborted && enrichment.status === 'failed'),
  );
  const missing = new Set([...leftOut, ...troubled.map(({ enrichment }) => enrichment.id)]);
  const ended = results.filter(({ enrichment }) => !missing.has(enrichment.id));
  const [first] = troubled;
  return {
    ended: new Map(ended.map((result) => [result.enrichment.id, result])),
    trouble: first && troubleOf(first.enrichment),
  };
}

/** The codes that say something about the portal or about us, and nothing about the record. */
function isTrouble({ status, error }: Enrichment): boolean {
  return status === 'failed' && error !== null && PORTAL_CODES.has(error.code);
}

const PORTAL_CODES: ReadonlySet<string> = new Set([
  'rate_limited',
  'upstream_unavailable',
  'disconnected',
  'upstream_refused_token',
  'upstream_missing_scopes',
]);

function troubleOf({ error }: Enrichment): AppError {
  const code = (['rate_limited', 'disconnected', 'upstream_refused_token', 'upstream_missing_scopes'] as const).find(
    (one) => one === error?.code,
  );
  const retryAfterMs = error?.retryAfterMs;
  const details = retryAfterMs === undefined ? {} : { retryAfterMs };
  return new AppError(code ?? 'upstream_unavailable', error?.message ?? 'The step was cut off.', details);
}
