import type { Enrichment } from '../domain/enrichment/enrichment.ts';
import type { EnrichmentStore, RunContext } from '../ports/enrichment-store.ts';
import type { Installation, InstallationStore } from '../ports/installation-store.ts';
import { LEASE_SECONDS } from './request-enrichment.ts';

/** What the use case touches. */
export interface ResumeEnrichmentsDeps {
  readonly enrichments: EnrichmentStore;
  readonly installations: InstallationStore;
  readonly run: (installation: Installation, context: RunContext) => Promise<Enrichment>;
  readonly leaseOwner: string;
}

/**
 * Takes over the runs of one organisation whose processes died, and ends them; repeating what the dead process did
 * changes nothing, because writes carry the same values. A run that somebody else takes first is left to them.
 *
 * @returns how many were taken over
 */
export async function resumeEnrichments(
  deps: ResumeEnrichmentsDeps,
  input: { readonly organizationId: string },
): Promise<number> {
  const { organizationId } = input;
  const lost = await deps.enrichments.findLostRuns(organizationId);
  const installation = lost.length > 0 ? await deps.installations.findByOrganizationId(organizationId) : undefined;
  if (!installation) return 0;
  let resumed = 0;
  for (const enrichmentId of lost) {
    const lease = { organizationId, enrichmentId, leaseOwner: deps.leaseOwner, leaseSeconds: LEASE_SECONDS };
    if (!(await deps.enrichments.claimRun(lease))) continue;
    const context = await deps.enrichments.readRunContext(organizationId, enrichmentId);
    if (!context) continue;
    await deps.run(installation, context);
    resumed += 1;
  }
  return resumed;
}
