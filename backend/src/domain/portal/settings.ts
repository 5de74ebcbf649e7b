import type { ScorePartName } from '../scoring/score.ts';

/** The CRM object types that the product enriches. */
export type ObjectType = 'contacts' | 'companies' | 'deals';

/** HubSpot's type ids of those. Source: hubspot object type ids 0-1, 0-2, 0-3. */
export const OBJECT_TYPE_IDS: Readonly<Record<ObjectType, string>> = {
  contacts: '0-1',
  companies: '0-2',
  deals: '0-3',
};

/** What the write policy of one mapped field allows. */
export type WritePolicy = 'fill_empty' | 'overwrite' | 'never';

/** Every word that a field mapping can read from a result; names are the wire contract's. */
export const MAPPING_SOURCES = [
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
] as const;

/** What a field mapping can read from a result. */
export type MappingSource = (typeof MAPPING_SOURCES)[number];

/** One mapped field. */
export interface FieldMapping {
  readonly source: MappingSource;
  /** Name of a HubSpot property. */
  readonly target: string;
  /** A named transform, or null for none. */
  readonly transform: string | null;
  readonly policy: WritePolicy;
  readonly respectHumanEdits: boolean;
}

/** One criterion of the ideal customer profile. */
export interface IcpCriterion {
  readonly field: 'industry' | 'size' | 'place' | 'age' | 'technology';
  readonly rule: 'must' | 'should' | 'must_not';
  readonly values?: readonly string[];
  readonly min?: number;
  readonly max?: number;
}

/** One owner assignment rule. */
export interface OwnerRule {
  readonly kind: 'territory' | 'industry' | 'score_band';
  readonly values: readonly string[];
  readonly ownerId: string;
}

/** Everything that a portal's admin can set; shape of the wire contract §7. */
export interface PortalSettings {
  readonly automaticEnrichment: {
    readonly onCreate: boolean;
    readonly refreshDays: number;
    readonly objectTypes: readonly ObjectType[];
  };
  readonly fields: Readonly<Record<ObjectType, readonly FieldMapping[]>>;
  readonly adminUserIds: readonly number[];
  readonly automation: {
    /** 0–1. */
    readonly minCoverage: number;
    readonly task: { readonly enabled: boolean; readonly minScore: number };
    readonly deal: {
      readonly enabled: boolean;
      readonly minScore: number;
      readonly pipelineId: string | null;
      /** Our five stage words → stage ids of that pipeline. */
      readonly stages: Readonly<Record<string, string>>;
    };
    readonly owner: {
      readonly enabled: boolean;
      readonly rules: readonly OwnerRule[];
      readonly roundRobinOwnerIds: readonly string[];
    };
  };
  readonly scoring: { readonly weights: Readonly<Record<ScorePartName, number>>; readonly coverageFloor: number };
  readonly matching: { readonly autoAcceptConfidence: number };
  readonly icp: { readonly criteria: readonly IcpCriterion[] };
  readonly sources: {
    readonly register: boolean;
    readonly companiesHouse: boolean;
    readonly website: boolean;
    readonly oppspot: boolean;
    readonly hubspotActivity: boolean;
  };
  readonly limits: { readonly recordsPerDay: number | null; readonly modelTokensPerDay: number | null };
  readonly sync: {
    readonly direction: 'bidirectional' | 'to_crm' | 'from_crm';
    readonly frequency: 'realtime' | 'hourly' | 'daily' | 'manual';
  };
  readonly suppression: { readonly emails: readonly string[]; readonly domains: readonly string[] };
  readonly retentionDays: number;
}
