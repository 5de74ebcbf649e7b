import { proposeStages } from '../domain/automation/propose-stages.ts';
import { AppError } from '../domain/errors.ts';
import type { AutomationCrm, CrmOwner } from '../ports/automation-crm.ts';
import type { Crm } from '../ports/crm.ts';
import type { Installation } from '../ports/installation-store.ts';
import type { GetAccessTokenDeps } from './get-access-token.ts';
import { openCrmSession } from './open-crm-session.ts';

/** What the use case touches. */
export interface ListAutomationOptionsDeps extends GetAccessTokenDeps {
  readonly crm: Crm;
  readonly automationCrm: AutomationCrm;
}

type Pipeline = Awaited<ReturnType<Crm['readDealPipelines']>>[number];

/** What an admin chooses from when setting up automation. */
export interface AutomationOptions {
  readonly owners: readonly CrmOwner[];
  /** With the stage that each of our five words would mean. */
  readonly pipelines: readonly (Pipeline & { readonly proposedStages: ReturnType<typeof proposeStages> })[];
  /** In which tasks fall due; null until HubSpot told it. */
  readonly timeZone: string | null;
}

/** Reads the portal's owners and deal pipelines, with a proposed stage for each of our words. */
export async function listAutomationOptions(
  deps: ListAutomationOptionsDeps,
  installation: Installation,
): Promise<AutomationOptions> {
  if (installation.status === 'disconnected') {
    throw new AppError('disconnected', installation.statusReason ?? 'Install oppSpot again to set up automation.');
  }
  const session = openCrmSession(deps, installation, 'interactive');
  const [owners, pipelines] = await Promise.all([
    deps.automationCrm.readOwners(session),
    deps.crm.readDealPipelines(session),
  ]);
  return {
    owners,
    pipelines: pipelines.map((pipeline) => ({ ...pipeline, proposedStages: proposeStages(pipeline.stages) })),
    timeZone: installation.timeZone,
  };
}
