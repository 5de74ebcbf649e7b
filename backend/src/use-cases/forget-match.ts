import type { Enrichment, RequestedBy } from '../domain/enrichment/enrichment.ts';
import { AppError } from '../domain/errors.ts';
import type { ObjectType } from '../domain/portal/settings.ts';
import type { EnrichmentStore } from '../ports/enrichment-store.ts';
import type { Installation } from '../ports/installation-store.ts';
import type { RequestEnrichmentInput } from './request-enrichment.ts';

/** What the use case touches. */
export interface ForgetMatchDeps {
  readonly enrichments: EnrichmentStore;
  readonly requestEnrichment: (input: RequestEnrichmentInput) => Promise<Enrichment>;
  readonly makeId: () => string;
}

/** Who says of which record that its company is the wrong one. */
export interface ForgetMatchInput {
  readonly installation: Installation;
  readonly userId: number | null;
  readonly objectType: ObjectType;
  readonly objectId: string;
}

/**
 * Forgets the company that a record was taken for: the choice goes, the rejection is remembered, and a run of its own
 * clears our values that nobody touched, keeps and lists the others, and asks which company it is.
 *
 * A process that dies in between leaves the rejection, so that the next run does the same. A second call answers what
 * is there. The run does not count against the daily cap: a wrong company must not stay on a record for a day.
 *
 * @returns the run, finished or still `running`; throws `conflict` while another run of the record goes on, and when
 *   there is no company to forget
 */
export async function forgetMatch(deps: ForgetMatchDeps, input: ForgetMatchInput): Promise<Enrichment> {
  const { installation, userId, objectType, objectId } = input;
  const { organizationId } = installation;
  const requestedBy: RequestedBy = { kind: 'card', ...(userId === null ? {} : { userId }) };
  const forgotten = await deps.enrichments.forgetMatch({ organizationId, objectType, objectId, requestedBy });
  if (forgotten.kind === 'running') {
    throw new AppError('conflict', 'This record is being enriched right now. Wait for its result, then try again.');
  }
  if (forgotten.kind === 'nothing') {
    throw new AppError('conflict', 'No company is matched to this record, so there is none to forget.');
  }
  if (forgotten.kind === 'forgotten_before') {
    const latest = await deps.enrichments.findLatestForRecord(organizationId, objectType, objectId);
    if (latest) return latest;
  }
  return deps.requestEnrichment({
    installation,
    idempotencyKey: `forget-${deps.makeId()}`,
    isBeyondCap: true,
    request: { objectType, objectId, mode: 'apply', refresh: false, companyId: null, requestedBy },
  });
}
