import type { CompanyInput, ContactInput, SyncOptions } from '../domain/sync/sync-input.ts';
import type { SyncResult } from '../domain/sync/sync-result.ts';
import type { Integration } from '../ports/integration-store.ts';
import { type BatchGate, makeBatchGate } from './bulk/batch-gate.ts';
import { makeBatchedSync } from './crm-sync/batched-sync.ts';
import { ENRICH_WAIT_MS, priorityOf } from './crm-sync/run-sync.ts';
import type { SyncDeps } from './crm-sync/sync-work.ts';
import { openCrmSession } from './open-crm-session.ts';
import { syncCompany } from './sync-company.ts';
import { syncContact } from './sync-contact.ts';

/** Up to 100 records of one kind. */
export type SyncBatchInput = {
  readonly integration: Integration;
  readonly options: SyncOptions;
} & (
  | { readonly entityType: 'contact'; readonly contacts: readonly ContactInput[] }
  | { readonly entityType: 'company'; readonly companies: readonly CompanyInput[] }
);

/** After this time answers do not wait for enrichments any more; these go on by themselves. */
const WAIT_FOR_ENRICHMENTS_MS = 20_000;

/**
 * Syncs many records side by side by the steps of one record: their reads and writes go out together. Each has a result of
 * its own, in the order of the request; what is wrong with one is no matter of the others.
 *
 * The same contact or company twice in one batch is synced one after the other, so that the later values count.
 */
export async function syncBatch(deps: SyncDeps, input: SyncBatchInput): Promise<readonly SyncResult[]> {
  const { integration, options } = input;
  const gate = makeBatchGate();
  const session = openCrmSession(deps, integration.installation, priorityOf(options));
  const batched = makeBatchedSync(deps, gate, session);
  const together = { ...deps, ...batched, enrichWith: batched.crm };
  const waitUntilMs = deps.clock.now().getTime() + WAIT_FOR_ENRICHMENTS_MS;
  const enrichWaitMs = () => Math.min(ENRICH_WAIT_MS, Math.max(0, waitUntilMs - deps.clock.now().getTime()));
  const works =
    input.entityType === 'contact'
      ? input.contacts.map((contact) => ({
          lane: contact.email.trim().toLowerCase(),
          run: () => syncContact(together, { integration, contact, options, enrichWaitMs: enrichWaitMs() }),
        }))
      : input.companies.map((company) => ({
          lane: (company.domain ?? company.name).trim().toLowerCase(),
          run: () => syncCompany(together, { integration, company, options, enrichWaitMs: enrichWaitMs() }),
        }));
  return runLanes(gate, works);
}

interface Work {
  /** Works of one lane run one after the other. */
  readonly lane: string;
  readonly run: () => Promise<SyncResult>;
}

async function runLanes(gate: BatchGate, works: readonly Work[]): Promise<readonly SyncResult[]> {
  const lanes = new Map<string, { readonly index: number; readonly run: Work['run'] }[]>();
  works.forEach(({ lane, run }, index) => {
    lanes.set(lane, [...(lanes.get(lane) ?? []), { index, run }]);
  });
  const results = new Map<number, SyncResult>();
  const runLane = async (lane: readonly { readonly index: number; readonly run: Work['run'] }[]) => {
    for (const { index, run } of lane) results.set(index, await run());
  };
  await Promise.all([...lanes.values()].map((lane) => gate.run(() => runLane(lane))));
  return [...results.entries()].sort(([a], [b]) => a - b).map(([, result]) => result);
}
