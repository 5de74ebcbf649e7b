import type { Enrichment } from '../domain/enrichment/enrichment.ts';
import type { EnrichmentStore, RunContext } from '../ports/enrichment-store.ts';
import type { Installation, InstallationStore } from '../ports/installation-store.ts';
import { LEASE_SECONDS } from './request-enrichment.ts';

/** What the use case touches. */
export interface ResumeEnrichmentDeps {
  readonly enrichments: EnrichmentStore;
  readonly installations: InstallationStore;
  readonly run: (installation: Installation, context: RunContext) => Promise<Enrichment>;
  readonly leaseOwner: string;
}

/**
 * Takes over a run whose process died, and ends it; repeating what the dead process did changes nothing, because
 * writes carry the same values.
 *
 * @returns `resumed`; `finished` when there is nothing to do; `leased` when somebody is alive and at work: look again later
 */
export async function resumeEnrichment(
  deps: ResumeEnrichmentDeps,
  input: { readonly organizationId: string; readonly enrichmentId: string },
): Promise<'resumed' | 'finished' | 'leased'> {
  const installation = await deps.installations.findByOrganizationId(input.organizationId);
  const context = await deps.enrichments.readRunContext(input.organizationId, input.enrichmentId);
  if (!installation || context?.enrichment.status !== 'running') return 'finished';
  const isOurs = await deps.enrichments.claimRun({
    ...input,
    leaseOwner: deps.leaseOwner,
    leaseSeconds: LEASE_SECONDS,
  });
  if (!isOurs) return 'leased';
  await deps.run(installation, context);
  return 'resumed';
}
