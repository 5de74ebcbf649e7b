import type { AutomationCrm } from '../../ports/automation-crm.ts';
import type { AutomationStore } from '../../ports/automation-store.ts';
import type { BulkAutomationCrm, BulkAutomationStore } from '../../ports/bulk-automation.ts';
import type { BulkCrm } from '../../ports/bulk-crm.ts';
import type { Crm, CrmSession } from '../../ports/crm.ts';
import type { EnrichRecordDeps } from '../enrichment-run/enrich-record.ts';
import { makeSharedWork } from '../enrichment-run/shared-work.ts';
import type { BatchGate } from './batch-gate.ts';
import { makeBatchedAutomationCrm, makeBatchedAutomationStore } from './batched-automation.ts';
import { type BatchReading, makeBatchedCrm } from './batched-crm.ts';
import { makeBatchedSnapshots } from './batched-snapshots.ts';
import { makeLeavingMarks } from './leaving-marks.ts';
import { makeSharedLookups } from './shared-lookups.ts';
import type { WriteTurns } from './write-turns.ts';

/** Whose batch it is, and what goes for all of its records. */
export interface BatchedDepsInput {
  readonly organizationId: string;
  readonly session: CrmSession;
  readonly turns: WriteTurns;
  readonly reading: BatchReading;
  /** Called for an enrichment that was stopped before it made anything. */
  readonly leaveOut: (enrichmentId: string) => void;
}

/** Ports that answer many questions at once, and those whose answers a batch shares. */
export interface BatchedPorts extends Pick<EnrichRecordDeps, 'register' | 'enrichments' | 'sources' | 'snapshots'> {
  readonly crm: Crm & BulkCrm;
  readonly automationCrm: AutomationCrm & BulkAutomationCrm;
  readonly automations: AutomationStore & BulkAutomationStore;
}

/** What the steps of one record get in place of their ports, so that those of all records ask and write together. */
export function makeBatchedDeps(
  deps: BatchedPorts,
  gate: BatchGate,
  { organizationId, session, turns, reading, leaveOut }: BatchedDepsInput,
) {
  const snapshots = makeBatchedSnapshots(deps.snapshots, organizationId);
  const marks = makeLeavingMarks(deps.automations, organizationId);
  return {
    ...makeSharedLookups(deps),
    shared: makeSharedWork(),
    sideBySide: gate.split,
    snapshots,
    crm: makeBatchedCrm(deps.crm, { gate, session, turns, keepSnapshots: snapshots.keepAll }, reading),
    automationCrm: makeBatchedAutomationCrm(deps.automationCrm, gate, session, marks),
    automations: makeBatchedAutomationStore(deps.automations, gate, organizationId, { turns, leaveOut }, marks),
  };
}
