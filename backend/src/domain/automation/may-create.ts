import type { PortalSettings } from '../portal/settings.ts';
import { LOWEST_AUTOMATION_COVERAGE } from './why-held.ts';

/** Something that automation may do beside writing mapped properties. */
export interface MayCreate {
  readonly what: 'tasks' | 'deals' | 'owners';
  /** In words for an admin. */
  readonly when: string;
}

/** Everything that a portal's switches let automation do, each with its conditions. */
export function listMayCreate(automation: PortalSettings['automation']): readonly MayCreate[] {
  const { task, deal, owner, minCoverage } = automation;
  const coverage = `coverage from ${Math.max(LOWEST_AUTOMATION_COVERAGE, minCoverage)}`;
  const all: readonly (MayCreate & { readonly isOn: boolean })[] = [
    { what: 'tasks', isOn: task.enabled, when: `one a record, with a score from ${task.minScore} and ${coverage}` },
    {
      what: 'deals',
      isOn: deal.enabled,
      when: `one a record in pipeline ${deal.pipelineId}, with a score from ${deal.minScore}, ${coverage}, no gate and no open deal`,
    },
    { what: 'owners', isOn: owner.enabled, when: `sets hubspot_owner_id once, where it is empty, with ${coverage}` },
  ];
  return all.filter(({ isOn }) => isOn).map(({ what, when }) => ({ what, when }));
}
