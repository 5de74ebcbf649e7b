import type { FieldMapping, MappingSource, PortalSettings } from '../portal/settings.ts';

/** Results of scoring: without them a record says nothing about how good a lead is. */
const SCORED: ReadonlySet<MappingSource> = new Set([
  'score',
  'score.financial',
  'score.growth',
  'score.engagement',
  'score.fit',
  'coverage',
  'nextActions',
  'dealStage',
]);

/**
 * A portal's settings as they hold for what the integration API syncs: its own switches stand in for those of cards and
 * bulk runs. Thresholds, rules, owners and pipelines stay the portal's. Without a score nothing is automated.
 */
export function settingsForSync(
  settings: PortalSettings,
  flags: { readonly autoScore: boolean; readonly autoAssign: boolean; readonly autoCreateTasks: boolean },
): PortalSettings {
  const { autoScore, autoAssign, autoCreateTasks } = flags;
  const { task, deal, owner } = settings.automation;
  return {
    ...settings,
    fields: autoScore ? settings.fields : mapMappings(settings.fields, withoutScores),
    automation: {
      ...settings.automation,
      task: { ...task, enabled: autoScore && autoCreateTasks },
      deal: { ...deal, enabled: autoScore && deal.enabled },
      owner: { ...owner, enabled: autoScore && autoAssign },
    },
  };
}

function withoutScores(mappings: readonly FieldMapping[]): readonly FieldMapping[] {
  return mappings.filter(({ source }) => !SCORED.has(source));
}

function mapMappings(
  { contacts, companies, deals }: PortalSettings['fields'],
  change: (mappings: readonly FieldMapping[]) => readonly FieldMapping[],
): PortalSettings['fields'] {
  return { contacts: change(contacts), companies: change(companies), deals: change(deals) };
}
