import type { LegEnd } from '../../domain/bulk/bulk-run.ts';
import { BULK_BATCH } from '../../domain/bulk/step-size.ts';
import type { Enrichment } from '../../domain/enrichment/enrichment.ts';
import { AppError } from '../../domain/errors.ts';
import type { BulkLease, BulkStore, LeasedBulk, UndoOutcome, UndoRecord } from '../../ports/bulk-store.ts';
import type { Installation } from '../../ports/installation-store.ts';
import { type AmendEnrichmentDeps, undoEnrichment } from '../amend-enrichment.ts';
import { openCrmSession } from '../open-crm-session.ts';
import { makeBatchGate } from './batch-gate.ts';
import { makeBatchedCrm } from './batched-crm.ts';
import type { EnrichBatchDeps } from './enrich-batch.ts';
import { FREE_TURNS } from './write-turns.ts';

/** What the undo of a run touches. */
export interface UndoBulkDeps extends Omit<AmendEnrichmentDeps, 'crm'>, Pick<EnrichBatchDeps, 'crm'> {
  readonly bulk: BulkStore;
}

/** Takes back what a run wrote, 100 records at a time, each as the card's undo does. */
export async function undoNextRecords(
  deps: UndoBulkDeps,
  { organizationId, bulkId }: BulkLease,
  installation: Installation,
  leased: LeasedBulk,
  leg: { readonly goesOn: () => Promise<boolean>; readonly signal: AbortSignal },
): Promise<LegEnd> {
  const userId = leased.undoRequestedBy?.userId ?? null;
  while (!leg.signal.aborted && (await leg.goesOn())) {
    const open = await deps.bulk.listUndoable(organizationId, bulkId, BULK_BATCH);
    if (open.length === 0) {
      await deps.bulk.changeUndo({ organizationId, bulkId, to: 'completed' });
      return { kind: 'ended' };
    }
    const gate = makeBatchGate();
    const session = openCrmSession(deps, installation, 'background');
    const crm = makeBatchedCrm(deps.crm, { gate, session, turns: FREE_TURNS }, { isKnown: () => true });
    const records = await Promise.all(
      open.map((record) => gate.run(() => undoOne({ ...deps, crm }, installation, record, userId))),
    );
    await deps.bulk.finishUndo({ organizationId, bulkId, records });
  }
  return { kind: 'again', delayMs: 0 };
}

type UndoneRecord = Parameters<BulkStore['finishUndo']>[0]['records'][number];

/** What stands in the way of one record is told for it; what stands in the way of all is tried again later. */
async function undoOne(
  deps: AmendEnrichmentDeps,
  installation: Installation,
  { position, enrichmentId }: UndoRecord,
  userId: number | null,
): Promise<UndoneRecord> {
  try {
    const undone = await undoEnrichment(deps, { installation, enrichmentId, userId, properties: undefined });
    return { position, ...outcomeOf(undone) };
  } catch (error) {
    if (!(error instanceof AppError) || (error.code !== 'not_found' && error.code !== 'conflict')) throw error;
    return { position, outcome: 'failed', reason: error.message };
  }
}

function outcomeOf({ changes, undo }: Enrichment): { readonly outcome: UndoOutcome; readonly reason: string | null } {
  if (undo.possibleUntil === null) return { outcome: 'nothing', reason: null };
  const kept = changes.filter(({ decision }) => decision === 'keep');
  const reason = kept.length === 0 ? null : kept.map((change) => `${change.property}: ${change.reason}`).join('; ');
  return { outcome: kept.length > 0 ? 'kept' : 'restored', reason };
}
