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

/** Settings as they were read before, with the version that they had. */
export interface KnownSettings {
  readonly version: string;
  readonly sections: Readonly<Record<string, unknown>>;
}

/** Putting a portal's settings together and checking them costs more than all else of a read, and each request reads them. */
const KNOWN_PORTALS = 1_000;
const known = new LRUCache<string, KnownSettings>({ max: KNOWN_PORTALS });

/** What this process knows of an organisation's settings; its version goes into the next read. */
export function recallSettings(organizationId: string): KnownSettings | undefined {
  return known.get(organizationId);
}

/** The columns of `settingsColumns`. */
export const settingsRow = z.object({ settings_version: z.string().nullable(), settings: z.string().nullable() });

/**
 * Reads settings, with a default for each whole section that was not known yet when they were saved.
 *
 * Sections are taken whole: a list or weight that the admin emptied or set to 0 stays so.
 *
 * @param row its `settings_version` is null when none were saved, its `settings` when the recalled version still holds
 * @param recalled what was known before the row was asked for
 */
export function readSettings(
  defaults: PortalSettings,
  organizationId: string,
  row: z.output<typeof settingsRow>,
  recalled: KnownSettings | undefined,
): PortalSettings {
  const { settings_version: version, settings } = row;
  if (version === null) return defaults;
  const sections = sectionsOf(organizationId, { version, settings }) ?? recalled?.sections;
  if (sections === undefined) throw new Error('the settings were left out of a row that nobody knows');
  return { ...defaults, ...sections };
}

/** SQL of what changes with every save. */
const VERSION = `s.xmin::text || ' ' || s.updated_at::text`;

/** One answer may carry the same settings many times, once a record. */
function sectionsOf(
  organizationId: string,
  { version, settings }: { readonly version: string; readonly settings: string | null },
): KnownSettings['sections'] | undefined {
  const last = known.get(organizationId);
  if (last?.version === version) return last.sections;
  if (settings === null) return undefined;
  const sections = storedSettings.partial().parse(JSON.parse(settings));
  known.set(organizationId, { version, sections });
  return sections;
}

/**
 * SQL of the settings of the current tenant: their version, and the text of one JSON value unless the version is the
 * recalled one. Both null when none were saved.
 *
 * Whoever saves settings or mappings writes the row of `portal_settings`, so its writing transaction tells the version.
 *
 * @param recalled SQL of the version that is known, like `$1`; an empty text fits none
 */
export const settingsColumns = (recalled: string): string => `
  (SELECT ${VERSION} FROM portal_settings s) AS settings_version,
  (SELECT (s.settings || jsonb_build_object('fields', jsonb_build_object('contacts', '[]'::jsonb, 'companies', '[]'::jsonb, 'deals', '[]'::jsonb) || COALESCE((
    SELECT jsonb_object_agg(by_type.object_type, by_type.mappings) FROM (
      SELECT m.object_type, jsonb_agg(jsonb_build_object('source', m.oppspot_field, 'target', m.crm_field, 'transform', m.transform,
        'policy', m.policy, 'respectHumanEdits', m.respect_human_edits) ORDER BY m.position) AS mappings
      FROM crm_field_mappings m GROUP BY m.object_type) by_type), '{}'::jsonb)))::text
  FROM portal_settings s WHERE ${VERSION} <> ${recalled}) AS settings`;
