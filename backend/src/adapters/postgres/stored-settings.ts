import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { MAPPING_SOURCES, type PortalSettings } from '../../domain/portal/settings.ts';

const objectType = z.enum(['contacts', 'companies', 'deals']);

/** One row of `crm_field_mappings`, its columns already renamed. */
export const storedFieldMapping = z.object({
  source: z.enum(MAPPING_SOURCES),
  target: z.string(),
  transform: z.string().nullable(),
  policy: z.enum(['fill_empty', 'overwrite', 'never']),
  respectHumanEdits: z.boolean(),
});

const criterion = z.object({
  field: z.enum(['industry', 'size', 'place', 'age', 'technology']),
  rule: z.enum(['must', 'should', 'must_not']),
  values: z.array(z.string()).exactOptional(),
  min: z.number().exactOptional(),
  max: z.number().exactOptional(),
});

const ownerRule = z.object({
  kind: z.enum(['territory', 'industry', 'score_band']),
  values: z.array(z.string()),
  ownerId: z.string(),
});

const automation = z.object({
  minCoverage: z.number(),
  task: z.object({ enabled: z.boolean(), minScore: z.number() }),
  deal: z.object({
    enabled: z.boolean(),
    minScore: z.number(),
    pipelineId: z.string().nullable(),
    stages: z.record(z.string(), z.string()),
  }),
  owner: z.object({ enabled: z.boolean(), rules: z.array(ownerRule), roundRobinOwnerIds: z.array(z.string()) }),
});

/** Settings of a portal as `portal_settings` and `crm_field_mappings` hold them, put together. */
export const storedSettings = z.object({
  automaticEnrichment: z.object({
    onCreate: z.boolean(),
    refreshDays: z.number(),
    objectTypes: z.array(objectType),
  }),
  fields: z.object({
    contacts: z.array(storedFieldMapping),
    companies: z.array(storedFieldMapping),
    deals: z.array(storedFieldMapping),
  }),
  adminUserIds: z.array(z.number()),
  automation,
  scoring: z.object({
    weights: z.object({ financial: z.number(), growth: z.number(), engagement: z.number(), fit: z.number() }),
    coverageFloor: z.number(),
  }),
  matching: z.object({ autoAcceptConfidence: z.number() }),
  icp: z.object({ criteria: z.array(criterion) }),
  sources: z.object({
    register: z.boolean(),
    companiesHouse: z.boolean(),
    website: z.boolean(),
    oppspot: z.boolean(),
    hubspotActivity: z.boolean(),
  }),
  limits: z.object({ recordsPerDay: z.number().nullable(), modelTokensPerDay: z.number().nullable() }),
  sync: z.object({
    direction: z.enum(['bidirectional', 'to_crm', 'from_crm']),
    frequency: z.enum(['realtime', 'hourly', 'daily', 'manual']),
  }),
  suppression: z.object({ emails: z.array(z.string()), domains: z.array(z.string()) }),
  retentionDays: z.number(),
}) satisfies z.ZodType<PortalSettings>;

/** Checking a stored text costs more than reading it, and the same portal's settings are read by every request. */
const CHECKED_TEXTS = 1_000;
const checked = new LRUCache<string, Readonly<Record<string, unknown>>>({ max: CHECKED_TEXTS });

/**
 * Reads settings, with a default for each whole section that was not known yet when they were saved.
 *
 * Sections are taken whole: a list or weight that the admin emptied or set to 0 stays so.
 *
 * @param stored text of `SETTINGS_JSON`; null when none were saved
 */
export function readSettings(defaults: PortalSettings, stored: string | null): PortalSettings {
  return stored === null ? defaults : { ...defaults, ...readSections(stored) };
}

function readSections(stored: string): Readonly<Record<string, unknown>> {
  const known = checked.get(stored);
  if (known !== undefined) return known;
  const sections = storedSettings.partial().parse(JSON.parse(stored));
  checked.set(stored, sections);
  return sections;
}

/** SQL of the settings of the current tenant as the text of one JSON value; null when none were saved. */
export const SETTINGS_JSON = `(
  SELECT (s.settings || jsonb_build_object('fields', jsonb_build_object('contacts', '[]'::jsonb, 'companies', '[]'::jsonb, 'deals', '[]'::jsonb) || COALESCE((
    SELECT jsonb_object_agg(by_type.object_type, by_type.mappings) FROM (
      SELECT m.object_type, jsonb_agg(jsonb_build_object('source', m.oppspot_field, 'target', m.crm_field, 'transform', m.transform,
        'policy', m.policy, 'respectHumanEdits', m.respect_human_edits) ORDER BY m.position) AS mappings
      FROM crm_field_mappings m GROUP BY m.object_type) by_type), '{}'::jsonb)))::text
  FROM portal_settings s)`;
