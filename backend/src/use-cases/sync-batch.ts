import type { CompanyInput, ContactInput, SyncOptions } from '../domain/sync/sync-input.ts';
import type { SyncResult } from '../domain/sync/sync-result.ts';
import type { Integration } from '../ports/integration-store.ts';
import { ENRICH_WAIT_MS } from './crm-sync/run-sync.ts';
import type { SyncDeps } from './crm-sync/sync-work.ts';
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

/** Records at once: enough to keep HubSpot's limit busy, few enough that a card of the same account is not held up. */
const AT_ONCE = 4;
/** After this time answers do not wait for enrichments any more; these go on by themselves. */
const WAIT_FOR_ENRICHMENTS_MS = 20_000;

/**
 * Syncs many records; each has a result of its own, in the order of the request.
 *
 * The same contact or company twice in one batch is synced one after the other, so that the later values count.
 */
export async function syncBatch(deps: SyncDeps, input: SyncBatchInput): Promise<readonly SyncResult[]> {
  const { integration, options } = input;
  const waitUntilMs = deps.clock.now().getTime() + WAIT_FOR_ENRICHMENTS_MS;
  const enrichWaitMs = () => Math.min(ENRICH_WAIT_MS, Math.max(0, waitUntilMs - deps.clock.now().getTime()));
  const works =
    input.entityType === 'contact'
      ? input.contacts.map((contact) => ({
          lane: contact.email.trim().toLowerCase(),
          run: () => syncContact(deps, { integration, contact, options, enrichWaitMs: enrichWaitMs() }),
        }))
      : input.companies.map((company) => ({
          lane: (company.domain ?? company.name).trim().toLowerCase(),
          run: () => syncCompany(deps, { integration, company, options, enrichWaitMs: enrichWaitMs() }),
        }));
  return runLanes(works);
}

interface Work {
  /** Works of one lane run one after the other. */
  readonly lane: string;
  readonly run: () => Promise<SyncResult>;
}

async function runLanes(works: readonly Work[]): Promise<readonly SyncResult[]> {
  const lanes = new Map<string, { readonly index: number; readonly run: Work['run'] }[]>();
  works.forEach(({ lane, run }, index) => {
    lanes.set(lane, [...(lanes.get(lane) ?? []), { index, run }]);
  });
  const waiting = [...lanes.values()];
  const results = new Map<number, SyncResult>();
  const worker = async () => {
    for (let lane = waiting.shift(); lane !== undefined; lane = waiting.shift()) {
      for (const { index, run } of lane) results.set(index, await run());
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return [...results.entries()].sort(([a], [b]) => a - b).map(([, result]) => result);
}
