import { describe, expect, test } from 'vitest';
import { TRANSFORM_NAMES } from '../../backend/src/domain/mapping/transforms.ts';
import { whyIncompatible } from '../../backend/src/domain/portal/field-compatibility.ts';
import { MAPPING_SOURCES } from '../../backend/src/domain/portal/settings.ts';
import {
  afterSave,
  changeDraft,
  changedSections,
  problemAt,
  readyWith,
  sectionsToCorrect,
} from '../../hubspot-project/app/settings/settings-state.ts';
import { listHealthProblems } from '../../hubspot-project/app/settings/words/health-words.ts';
import { TRANSFORM_LABELS, usefulTransforms } from '../../hubspot-project/app/settings/words/mapping-words.ts';
import { splitList } from '../../hubspot-project/app/settings/words/split-list.ts';
import { healthSchema } from '../../hubspot-project/contract/index.ts';
import { buildSettings, buildSettingsAnswer } from './page-stand.tsx';

const ready = readyWith(buildSettingsAnswer());
const refuse = (...fields: { field: string; message: string }[]) =>
  afterSave(ready, {
    kind: 'refused',
    status: 422,
    error: { code: 'invalid_input', message: 'no', requestId: 'r', details: { fields } },
  });

describe('the draft', () => {
  test('names the tabs that differ, and none when a change was taken back', () => {
    const changed = changeDraft(ready, { retentionDays: 90, limits: { recordsPerDay: 0, modelTokensPerDay: null } });

    expect(changedSections(changed)).toEqual(['sources', 'privacy']);
    expect(changedSections(changeDraft(changed, buildSettings()))).toEqual([]);
  });

  test('keeps what is wrong with values that stayed, and forgets it for the one that changed', () => {
    const refused = refuse(
      { field: 'fields.companies.0.target', message: 'is read-only' },
      { field: 'fields.companies.1.target', message: 'is mapped twice' },
    );
    const [first, ...others] = refused.draft.fields.companies;
    const companies = [{ ...(first ?? others[0]), target: 'other' }, ...others];
    const fields = { ...refused.draft.fields, companies: companies as typeof refused.draft.fields.companies };

    expect(changeDraft(refused, { fields }).fieldProblems.map(({ field }) => field)).toEqual([
      'fields.companies.1.target',
    ]);
  });

  test('says what is wrong at a field or below it, as sentences, and on which tabs', () => {
    const { fieldProblems } = refuse(
      { field: 'icp.criteria.0.values', message: 'name at least one value' },
      { field: 'icp.criteria.10.min', message: 'must not be larger than max' },
      { field: 'scoring.weights', message: 'the four weights must sum to 1' },
    );

    expect(problemAt(fieldProblems, 'icp.criteria.0')).toBe('Name at least one value.');
    expect(problemAt(fieldProblems, 'icp.criteria.1')).toBeUndefined();
    expect(sectionsToCorrect(fieldProblems)).toEqual(['icp', 'scoring']);
  });
});

test('every transform has a label, and each offered one can be made of its source', () => {
  const text = { name: 'x', type: 'string', readOnly: false, options: [] };
  const offered = MAPPING_SOURCES.flatMap((source) =>
    usefulTransforms(source, null).map((transform) => ({ source, transform })),
  );
  const impossible = offered.filter(({ source, transform }) =>
    whyIncompatible({ source, transform, target: 'x', policy: 'fill_empty', respectHumanEdits: true }, text),
  );

  expect(Object.keys(TRANSFORM_LABELS).sort()).toEqual([...TRANSFORM_NAMES].sort());
  expect(offered.length).toBeGreaterThan(30);
  expect(impossible).toEqual([]);
});

test('a list takes commas, semicolons and lines, each entry once', () => {
  expect(splitList(' London, Leeds;York\n\nLeeds ')).toEqual(['London', 'Leeds', 'York']);
});

test('health names what is missing and what to do, and nothing when all is well', () => {
  const well = {
    connection: { status: 'connected', message: null, portalId: 1, installedAt: '2026-11-01T00:00:00Z' },
    scopes: { granted: [], missing: [] },
    missingProperties: { contacts: [], companies: [] },
    missingPropertiesUnknownBecause: null,
    register: { companies: 5, snapshotOn: '2026-11-01', reminder: null },
    queue: { ok: true, message: null },
    modelUsage: { day: '2026-11-23', calls: 0, tokens: 0, limit: null, costUsd: 0, pricesReadOn: '2026-11-01' },
    lastErrors: [],
    mayWrite: {},
    mayCreate: [],
    notes: [],
  };
  const ill = {
    ...well,
    scopes: { granted: [], missing: ['automation'] },
    missingProperties: { companies: ['oppspot_score'] },
  };

  expect(listHealthProblems(healthSchema.parse(well))).toEqual([]);
  expect(listHealthProblems(healthSchema.parse(ill))).toEqual([
    'HubSpot has not granted automation. Install oppSpot again to grant what is missing.',
    'Companies lack oppspot_score. They are created again before the next value is written.',
  ]);
});
