import { z } from 'zod';

const share = z.number().min(0, 'must be between 0 and 1').max(1, 'must be between 0 and 1');
const points = z.number().min(0, 'must be between 0 and 100').max(100, 'must be between 0 and 100');
const word = z.string().trim().min(1, 'must not be empty').max(500);

/** What a field mapping can read from a result. */
export const mappingSourceSchema = z.enum([
  'summary',
  'score',
  'score.financial',
  'score.growth',
  'score.engagement',
  'score.fit',
  'coverage',
  'signals',
  'nextActions',
  'dealStage',
  'companyNumber',
  'companyName',
  'companyStatus',
  'sicCodes',
  'industry',
  'incorporatedOn',
  'address',
  'postcode',
  'town',
  'website',
  'employees',
  'turnover',
  'matchConfidence',
]);

/** Without a policy our own properties are kept up to date, and those of others only filled. */
/** One mapped field. */
export const fieldMappingSchema = z
  .strictObject({
    source: mappingSourceSchema,
    target: word,
    transform: z.string().nullable().default(null),
    policy: z.enum(['fill_empty', 'overwrite', 'never']).optional(),
    respectHumanEdits: z.boolean().default(true),
  })
  .transform(({ source, target, transform, policy, respectHumanEdits }) => {
    const usual: 'overwrite' | 'fill_empty' = target.startsWith('oppspot_') ? 'overwrite' : 'fill_empty';
    return { source, target, transform, policy: policy ?? usual, respectHumanEdits };
  });

const icpCriterionSchema = z.strictObject({
  field: z.enum(['industry', 'size', 'place', 'age', 'technology']),
  rule: z.enum(['must', 'should', 'must_not']),
  values: z.array(word).max(200).optional(),
  min: z.number().optional(),
  max: z.number().optional(),
});

const ownerRuleSchema = z.strictObject({
  kind: z.enum(['territory', 'industry', 'score_band']),
  values: z.array(word).max(200),
  ownerId: word,
});

/** All settings of a portal (contract §7). PUT replaces all of them. */
export const settingsSchema = z.strictObject({
  automaticEnrichment: z.strictObject({
    onCreate: z.boolean(),
    refreshDays: z.number().int().min(0).max(3650),
    objectTypes: z.array(z.enum(['contacts', 'companies', 'deals'])),
  }),
  fields: z.strictObject({
    contacts: z.array(fieldMappingSchema).max(200),
    companies: z.array(fieldMappingSchema).max(200),
    deals: z.array(fieldMappingSchema).max(200),
  }),
  adminUserIds: z.array(z.number().int()).max(1000),
  automation: z.strictObject({
    minCoverage: share,
    task: z.strictObject({ enabled: z.boolean(), minScore: points }),
    deal: z.strictObject({
      enabled: z.boolean(),
      minScore: points,
      pipelineId: z.string().nullable(),
      stages: z.record(z.string(), z.string()),
    }),
    owner: z.strictObject({
      enabled: z.boolean(),
      rules: z.array(ownerRuleSchema).max(200),
      roundRobinOwnerIds: z.array(word).max(200),
    }),
  }),
  scoring: z.strictObject({
    weights: z.strictObject({ financial: share, growth: share, engagement: share, fit: share }),
    coverageFloor: share,
  }),
  matching: z.strictObject({ autoAcceptConfidence: share }),
  icp: z.strictObject({ criteria: z.array(icpCriterionSchema).max(50) }),
  sources: z.strictObject({
    register: z.boolean(),
    companiesHouse: z.boolean(),
    website: z.boolean(),
    oppspot: z.boolean(),
    hubspotActivity: z.boolean(),
  }),
  limits: z.strictObject({
    recordsPerDay: z.number().int().min(0).nullable(),
    modelTokensPerDay: z.number().int().min(0).nullable(),
  }),
  sync: z.strictObject({
    direction: z.enum(['bidirectional', 'to_crm', 'from_crm']),
    frequency: z.enum(['realtime', 'hourly', 'daily', 'manual']),
  }),
  suppression: z.strictObject({ emails: z.array(word).max(100_000), domains: z.array(word).max(100_000) }),
  retentionDays: z.number().int().min(1).max(3650),
});

/** Settings as parsed. */
export type SettingsWire = z.infer<typeof settingsSchema>;
