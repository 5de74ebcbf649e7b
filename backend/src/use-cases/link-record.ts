import { matchOfDecision } from '../domain/company/match-company.ts';
import { newEnrichment } from '../domain/enrichment/new-enrichment.ts';
import { isSuppressed } from '../domain/enrichment/suppression.ts';
import type { Clock } from '../ports/clock.ts';
import type { Crm } from '../ports/crm.ts';
import type { RecordMemory } from '../ports/enrichment-store.ts';
import type { InstallationStore } from '../ports/installation-store.ts';
import type { RecordLookup } from '../ports/record-lookup.ts';
import type { SettingsStore } from '../ports/settings-store.ts';
import type { SyncCursors } from '../ports/sync-cursors.ts';
import type { RecordName } from '../ports/webhook-store.ts';
import type { IdentifyByDomainDeps } from './enrichment-run/identify-by-domain.ts';
import { identifyCompany } from './enrichment-run/identify-company.ts';
import { lookUpCompany } from './enrichment-run/look-up-company.ts';
import { readSubject } from './enrichment-run/read-subject.ts';
import type { RunState, Subject } from './enrichment-run/run-state.ts';
import type { GetAccessTokenDeps } from './get-access-token.ts';
import { openCrmSession } from './open-crm-session.ts';

/** A link ends by itself after this time. */
const LINK_WITHIN_MS = 60_000;

/** What the use case touches. */
export interface LinkRecordDeps extends GetAccessTokenDeps, IdentifyByDomainDeps {
  readonly installations: InstallationStore;
  readonly settings: SettingsStore;
  readonly records: RecordLookup;
  readonly syncCursors: SyncCursors;
  readonly crm: Crm;
  readonly clock: Clock;
  readonly makeId: () => string;
  readonly ownSourceIds: readonly string[];
}

/**
 * Brings the link between a record and the register up to date and writes nothing to HubSpot: the direction `from_crm`.
 *
 * @returns what was done; `skipped` for a record that is gone, erased, suppressed, or of a portal that left
 */
export async function linkRecord(
  deps: LinkRecordDeps,
  { organizationId, ...record }: RecordName & { readonly organizationId: string },
): Promise<'linked' | 'unlinked' | 'skipped'> {
  const installation = await deps.installations.findByOrganizationId(organizationId);
  if (!installation || installation.status === 'disconnected') return 'skipped';
  const known = await deps.records.lookUp(organizationId, record.objectType, record.objectId);
  if (known.isErased || known.isGone) return 'skipped';
  const settings = await deps.settings.read(organizationId);
  const startedAt = deps.clock.now().toISOString();
  const requestedBy = { kind: 'webhook' } as const;
  const run: RunState = {
    installation,
    session: openCrmSession(deps, installation, 'background'),
    startedAt,
    asOf: startedAt.slice(0, 10),
    signal: AbortSignal.timeout(LINK_WITHIN_MS),
    context: {
      // The account is asked for the associated company anew: that is what may have changed.
      request: { ...record, mode: 'preview', refresh: true, companyId: null, requestedBy },
      enrichment: newEnrichment({ id: deps.makeId(), ...record, mode: 'preview', requestedBy, createdAt: startedAt }),
      settings,
      memory: known.memory,
    },
  };
  const subject = await readSubject(deps, run);
  if (!subject || isListed(run, subject)) return 'skipped';
  const decision = await identifyCompany(deps, run, subject, await lookUpCompany(deps, run, subject.identity));
  const memory = linkOf(run, subject, matchOfDecision(decision));
  await deps.syncCursors.saveLink({ organizationId, ...record, memory });
  return memory.companyNumber === null ? 'unlinked' : 'linked';
}

function isListed(run: RunState, { record, identity }: Subject): boolean {
  const domains = [identity.domain, record.properties.domain, record.properties.website];
  return isSuppressed(run.context.settings.suppression, { email: record.properties.email ?? null, domains });
}

/** What was written stays remembered: it is still in HubSpot. */
function linkOf(run: RunState, subject: Subject, match: ReturnType<typeof matchOfDecision>): RecordMemory {
  const before = run.context.memory;
  const { company } = match;
  const isPersonsChoice = before?.acceptedBy === 'person' && company?.companyNumber === before.companyNumber;
  return {
    written: {},
    lastEnrichedAt: null,
    ...before,
    companyNumber: company?.companyNumber ?? null,
    matchConfidence: company === null ? null : match.confidence,
    matchReasons: match.reasons,
    acceptedBy: company === null ? null : isPersonsChoice ? 'person' : 'auto',
    identity: subject.identity,
    identityCompanyId: subject.identityCompanyId,
    identityReadAt: subject.identityReadAt,
    // The next enrichment must not take the present values for those of this company.
    inputHash: company?.companyNumber === before?.companyNumber ? (before?.inputHash ?? null) : null,
  };
}
