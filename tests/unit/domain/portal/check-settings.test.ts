import { describe, expect, it } from 'vitest';
import { canonicalText } from '../../../../backend/src/domain/enrichment/input-hash.ts';
import { OPPSPOT_PROPERTIES } from '../../../../backend/src/domain/enrichment/oppspot-properties.ts';
import { isSuppressed } from '../../../../backend/src/domain/enrichment/suppression.ts';
import { findTransform } from '../../../../backend/src/domain/mapping/transforms.ts';
import { checkSettings } from '../../../../backend/src/domain/portal/check-settings.ts';
import { defaultPortalSettings } from '../../../../backend/src/domain/portal/default-settings.ts';
import type { FieldMapping, PortalSettings } from '../../../../backend/src/domain/portal/settings.ts';
import { settingsSchema } from '../../../../hubspot-project/contract/index.ts';

const OURS = OPPSPOT_PROPERTIES.map(({ name, type, options }) => ({ name, type, options, readOnly: false }));
const FOREIGN = [
  { name: 'numberofemployees', type: 'number', readOnly: false, options: [] },
  { name: 'num_notes', type: 'number', readOnly: true, options: [] },
  { name: 'tier', type: 'enumeration', readOnly: false, options: [{ value: 'prospect' }] },
];
const PROPERTIES = [...OURS, ...FOREIGN];
const PORTAL = {
  properties: { contacts: PROPERTIES, companies: PROPERTIES, deals: PROPERTIES },
  ownerIds: ['11'],
  pipelines: [{ id: 'default', stages: [{ id: 'appointmentscheduled' }] }],
};
const SETTINGS = defaultPortalSettings();

function fieldsWrongIn(settings: Partial<PortalSettings>): readonly string[] {
  return checkSettings({ ...SETTINGS, ...settings }, PORTAL).map(({ field }) => field);
}

function mapped(fields: Partial<FieldMapping>): Partial<PortalSettings> {
  const mapping: FieldMapping = {
    source: 'employees',
    target: 'numberofemployees',
    transform: null,
    policy: 'fill_empty',
    respectHumanEdits: true,
  };
  return { fields: { contacts: [], companies: [{ ...mapping, ...fields }], deals: [] } };
}

describe('checking settings', () => {
  it('finds nothing wrong with the defaults', () => {
    expect(checkSettings(SETTINGS, PORTAL)).toEqual([]);
    expect(SETTINGS.fields.companies.map(({ target }) => target)).toHaveLength(12);
  });

  it('wants weights that sum to 1 and thresholds in range', () => {
    const scoring = { weights: { financial: 0.3, growth: 0.3, engagement: 0.3, fit: 0.3 }, coverageFloor: 1.1 };

    expect(fieldsWrongIn({ scoring, retentionDays: 5 })).toEqual([
      'scoring.weights',
      'scoring.coverageFloor',
      'retentionDays',
    ]);
    expect(
      fieldsWrongIn({
        scoring: { ...SETTINGS.scoring, weights: { financial: 0.1, growth: 0.2, engagement: 0.3, fit: 0.4 } },
      }),
    ).toEqual([]);
  });

  it.each([
    [{}, []],
    [{ target: 'nowhere' }, ['fields.companies.0.target']],
    [{ source: 'summary' }, ['fields.companies.0.target']],
    [{ target: 'num_notes' }, ['fields.companies.0.target']],
    [{ source: 'dealStage', target: 'tier' }, ['fields.companies.0.target']],
    [{ transform: 'magic' }, ['fields.companies.0.target']],
    [{ target: 'oppspot_enrichment_status' }, ['fields.companies.0.target']],
  ] as const)('checks the target of a mapping %o', (fields, wrong) => {
    expect(fieldsWrongIn(mapped(fields))).toEqual(wrong);
  });

  it('finds targets mapped twice, owners and stages that do not exist, and empty criteria', () => {
    const [first] = SETTINGS.fields.companies;
    const twice = first ? [first, first] : [];
    const { automation } = SETTINGS;
    const deal = {
      enabled: true,
      minScore: 70,
      pipelineId: 'default',
      stages: { lead: 'nope', won: 'appointmentscheduled' },
    };
    const owner = { enabled: true, rules: [], roundRobinOwnerIds: ['11', '12'] };

    expect(fieldsWrongIn({ fields: { ...SETTINGS.fields, companies: twice } })).toEqual(['fields.companies.1.target']);
    expect(fieldsWrongIn({ automation: { ...automation, deal, owner } })).toEqual([
      'automation.deal.stages.won',
      'automation.deal.stages.lead',
      'automation.owner.roundRobinOwnerIds.1',
    ]);
    expect(fieldsWrongIn({ icp: { criteria: [{ field: 'industry', rule: 'must' }] } })).toEqual([
      'icp.criteria.0.values',
    ]);
  });

  it.each([
    ['J', []],
    ['section m', []],
    ['62.01', []],
    ['62012', []],
    ['Software', ['icp.criteria.0.values']],
    ['6', ['icp.criteria.0.values']],
    ['Z', ['icp.criteria.0.values']],
  ])('wants industries by which a company can be found: %s', (value, wrong) => {
    const criteria = [{ field: 'industry', rule: 'must', values: [value] }] as const;

    expect(fieldsWrongIn({ icp: { criteria } })).toEqual(wrong);
  });

  it('wants entries of the suppression list that can fit something', () => {
    const emails = ['jo@acme.co.uk', ' Jo@Acme.co.uk ', 'jo', 'acme.co.uk', ''];
    const domains = [
      'acme.co.uk',
      '@acme.co.uk',
      'https://www.acme.co.uk/x',
      'münchen.example',
      'acme',
      'x y',
      'a,b.com',
    ];

    expect(fieldsWrongIn({ suppression: { emails, domains } })).toEqual([
      'suppression.emails.2',
      'suppression.emails.3',
      'suppression.domains.4',
      'suppression.domains.5',
      'suppression.domains.6',
    ]);
  });
});

describe('what the portal was not asked for', () => {
  it('does not hide that one of our own properties takes something else, nor a stage that no pipeline has', () => {
    const summaryInScore = mapped({ source: 'summary', target: 'oppspot_score' });
    const { automation } = SETTINGS;
    const deal = { ...automation.deal, stages: { lead: 'nope', engaged: 'appointmentscheduled' } };
    const settings = { ...SETTINGS, ...summaryInScore, automation: { ...automation, deal } };

    const problems = checkSettings(settings, { ...PORTAL, properties: {} });

    expect(problems.map(({ field }) => field)).toEqual(['fields.companies.0.target', 'automation.deal.stages.lead']);
  });

  it('is no reason to refuse a property of ours that somebody deleted: it is created again', () => {
    const portal = { ...PORTAL, properties: { companies: FOREIGN } };

    expect(checkSettings(SETTINGS, portal)).toEqual([]);
  });

  it('leaves the policy of a mapping that names none to its target', () => {
    const companies = ['oppspot_score', 'tier'].map((target) => ({ source: 'score', target }));
    const { fields } = settingsSchema.parse({ ...SETTINGS, fields: { contacts: [], companies, deals: [] } });

    expect(fields.companies.map(({ policy }) => policy)).toEqual(['overwrite', 'fill_empty']);
  });
});

describe('suppression', () => {
  const suppression = { emails: ['Jo@Acme.co.uk'], domains: ['secret.com', 'hr.acme.co.uk'] };

  it.each([
    [{ email: 'jo@acme.co.uk', domains: [] }, true],
    [{ email: 'ann@secret.com', domains: [] }, true],
    [{ email: null, domains: ['https://www.secret.com/x'] }, true],
    [{ email: null, domains: ['shop.secret.com'] }, true],
    [{ email: 'ann@acme.co.uk', domains: ['acme.co.uk', null] }, false],
    [{ email: null, domains: ['notsecret.com'] }, false],
  ])('of %o is %s', (subject, expected) => {
    expect(isSuppressed(suppression, subject)).toBe(expected);
  });
});

describe('small things', () => {
  it('writes equal values as equal text whatever the order of members', () => {
    expect(canonicalText({ b: [1, { d: null, c: undefined }], a: 'x' })).toBe('{"a":"x","b":[1,{"d":null}]}');
    expect(canonicalText({ a: 'x', b: [1, { d: null }] })).toBe(canonicalText({ b: [1, { d: null }], a: 'x' }));
    expect(canonicalText([1, 2])).not.toBe(canonicalText([2, 1]));
  });

  it.each([
    ['title_case', "ST HELEN'S (LEEDS)", "St Helen's (Leeds)"],
    ['first_item', '62012, 62020', '62012'],
    ['percent', '0.49', '49'],
    ['year', '2018-05-01', '2018'],
  ])('transforms by %s', (name, value, expected) => {
    expect(findTransform(name)?.(value)).toBe(expected);
  });
});
