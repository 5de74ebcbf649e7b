import { neededScopes } from '../../domain/automation/needed-scopes.ts';
import type { AutomationCrm } from '../../ports/automation-crm.ts';
import type { Crm, CrmSession } from '../../ports/crm.ts';
import type { RunContext } from '../../ports/enrichment-store.ts';
import type { Installation } from '../../ports/installation-store.ts';

/** What asking ahead touches; both remember what they were answered. */
export interface AskAheadDeps {
  readonly crm: Pick<Crm, 'readDealPipelines'>;
  readonly automationCrm: Pick<AutomationCrm, 'keepsKeys'>;
}

/**
 * Asks the CRM beside the first step for what automation needs to know once a run: whether tasks and deals keep our key, which
 * takes three calls one after the other where that property has to be made, and the deal pipelines. Otherwise the first
 * thousands of records would wait for that with their values written. Of records that were enriched before hardly any gets
 * something made: for them alone nothing is asked.
 *
 * Never rejects: who needs an answer that failed asks again.
 */
export async function askAhead(
  deps: AskAheadDeps,
  session: CrmSession,
  { authKind, scopes }: Pick<Installation, 'authKind' | 'scopes'>,
  contexts: readonly RunContext[],
): Promise<void> {
  const fresh = contexts.find(({ memory }) => memory === undefined);
  if (fresh === undefined) return;
  const { settings, request } = fresh;
  const isWanted = (purpose: 'task' | 'deal') =>
    settings.automation[purpose].enabled &&
    (authKind !== 'oauth' || neededScopes(purpose, request.objectType).every((scope) => scopes.includes(scope)));
  const makesDeals = isWanted('deal') && request.objectType !== 'deals';
  await Promise.allSettled([
    ...(isWanted('task') ? [deps.automationCrm.keepsKeys(session, 'tasks')] : []),
    ...(makesDeals ? [deps.automationCrm.keepsKeys(session, 'deals'), deps.crm.readDealPipelines(session)] : []),
  ]);
}
