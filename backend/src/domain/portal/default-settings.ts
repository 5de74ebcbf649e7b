import { OPPSPOT_PROPERTIES } from '../enrichment/oppspot-properties.ts';
import type { FieldMapping, PortalSettings } from './settings.ts';

/** Mappings of a new portal: every property of ours that a mapping source feeds, overwritten unless a person edited it. */
export function defaultFieldMappings(): readonly FieldMapping[] {
  return OPPSPOT_PROPERTIES.flatMap(({ name, source }) =>
    source === null
      ? []
      : [{ source, target: name, transform: null, policy: 'overwrite' as const, respectHumanEdits: true }],
  );
}

/**
 * Settings of a portal whose admin changed nothing.
 *
 * Everything that creates, assigns or starts by itself is off until an admin switches it on. Numbers: docs/scoring.md.
 */
export function defaultPortalSettings(): PortalSettings {
  const fields = defaultFieldMappings();
  return {
    automaticEnrichment: { onCreate: false, refreshDays: 30, objectTypes: ['contacts', 'companies', 'deals'] },
    fields: { contacts: fields, companies: fields, deals: fields },
    adminUserIds: [],
    automation: {
      minCoverage: 0.5,
      task: { enabled: false, minScore: 60 },
      deal: { enabled: false, minScore: 70, pipelineId: null, stages: {} },
      owner: { enabled: false, rules: [], roundRobinOwnerIds: [] },
    },
    scoring: { weights: { financial: 0.3, growth: 0.25, engagement: 0.15, fit: 0.3 }, coverageFloor: 0.35 },
    matching: { autoAcceptConfidence: 0.9 },
    icp: { criteria: [] },
    sources: { register: true, companiesHouse: true, website: true, oppspot: true, hubspotActivity: true },
    limits: { recordsPerDay: null, modelTokensPerDay: null },
    sync: { direction: 'to_crm', frequency: 'manual' },
    suppression: { emails: [], domains: [] },
    retentionDays: 365,
  };
}
