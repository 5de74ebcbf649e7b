import type { PortalSettings } from '../../domain/portal/settings.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Crm, CrmRecord } from '../../ports/crm.ts';
import type { RunRequest } from '../../ports/enrichment-store.ts';
import type { Installation } from '../../ports/installation-store.ts';
import type { GetAccessTokenDeps } from '../get-access-token.ts';
import { type CountedSession, openCrmSession } from '../open-crm-session.ts';
import { wantedOfRecord } from './read-subject.ts';
import { RUN_WAITS_MS, type RunWaits, watchWaits } from './run-waits.ts';

/** What left for the CRM before its run was known to begin; the run goes on with its session, so that its calls are counted. */
export interface ReadAhead {
  readonly session: CountedSession;
  readonly waits: RunWaits;
  /** The record; absent where it may be older than what we did last. */
  readonly record?: Promise<CrmRecord | undefined>;
}

/** What the step touches. */
export interface ReadAheadDeps extends GetAccessTokenDeps {
  readonly crm: Crm;
  readonly clock: Clock;
}

/**
 * Asks for a record while the run is still being started: a rep waits for the CRM anyway, and need not wait for both.
 *
 * Whoever starts the run tells whether the answer counts. It does where nothing of ours ended on the record since before
 * the read left, for then it cannot be older than our last write, and where the portal's settings are the same, which
 * decide what is read.
 */
export function readAhead(
  deps: ReadAheadDeps,
  installation: Installation,
  { objectType, objectId }: Pick<RunRequest, 'objectType' | 'objectId'>,
  settings: PortalSettings,
): ReadAhead {
  const waits = watchWaits(deps.clock, RUN_WAITS_MS);
  const session = openCrmSession(deps, installation, 'interactive', waits);
  const record = deps.crm.readRecord(session, { objectId, ...wantedOfRecord(settings, objectType) });
  // It may fail before the run asks for it, or for nobody.
  record.catch(() => undefined);
  return { session, waits, record };
}
