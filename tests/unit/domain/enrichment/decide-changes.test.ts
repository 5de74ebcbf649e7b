import { describe, expect, it } from 'vitest';
import {
  type DecideChangesInput,
  decideChanges,
  valuesToWrite,
} from '../../../../backend/src/domain/enrichment/decide-changes.ts';
import { decideUndo, openUndoSteps } from '../../../../backend/src/domain/enrichment/undo-changes.ts';
import { propertyValuesOf, type ValuedResult } from '../../../../backend/src/domain/enrichment/values-of-result.ts';
import { defaultFieldMappings } from '../../../../backend/src/domain/portal/default-settings.ts';
import { scoreCompany } from '../../../../backend/src/domain/scoring/score-company.ts';
import { goldenInput, known, MET_ICP } from '../builders.ts';

const AT = '2026-11-23T08:00:00.000Z';
const COMPANY = { id: 'gb-01234567', name: 'ACME', companyNumber: '01234567', domain: null, status: 'Active' };
const PERSON = { sourceType: 'CRM_UI', sourceId: 'userId:7', at: AT };
const APP = { sourceType: 'INTEGRATION', sourceId: '42', at: AT };

function completed(fields: Partial<ValuedResult> = {}): ValuedResult {
  return {
    status: 'completed',
    match: { confidence: 0.95, reasons: [], company: COMPANY, candidates: [] },
    summary: { text: 'Acme makes widgets.', source: 'template', evidence: [] },
    score: scoreCompany(goldenInput({ icp: MET_ICP })),
    signals: [],
    nextActions: [{ text: 'Call', reason: 'Score 93', dueInHours: 48 }],
    dealStage: 'contacted',
    facts: { employees: known(12) },
    enrichedAt: AT,
    ...fields,
  };
}

const NEEDS_REVIEW = completed({
  status: 'needs_review',
  match: null,
  summary: null,
  score: null,
  dealStage: null,
  nextActions: [],
});
const WRITTEN = propertyValuesOf(completed());

function decide(fields: Partial<DecideChangesInput> = {}) {
  return decideChanges({
    result: completed(),
    mappings: defaultFieldMappings(),
    current: {},
    history: {},
    written: {},
    previousCompanyNumber: null,
    ownSourceIds: ['42'],
    ...fields,
  });
}

describe('deciding what to write', () => {
  it('writes everything that is known to an empty record, dates included', () => {
    expect(valuesToWrite(decide())).toEqual(WRITTEN);
    expect(WRITTEN).toMatchObject({
      oppspot_score: '93',
      oppspot_score_fit: '100',
      oppspot_score_coverage: '0.49',
      oppspot_company_number: '01234567',
      oppspot_enrichment_status: 'enriched',
      oppspot_last_enriched_at: AT,
    });
    expect(WRITTEN).not.toHaveProperty('oppspot_score_engagement');
  });

  it('writes nothing, not even the date, when nothing changed as HubSpot spells it', () => {
    const current = {
      ...WRITTEN,
      oppspot_score: '93.0',
      oppspot_match_confidence: '0.950',
      oppspot_summary: 'Acme makes widgets. ',
    };

    expect(
      decide({ current, written: WRITTEN, result: completed({ enrichedAt: '2026-12-24T00:00:00.000Z' }) }),
    ).toEqual([]);
  });

  it.each(['failed', 'running'] as const)('writes nothing for a run that is %s', (status) => {
    expect(decide({ result: completed({ status }), current: WRITTEN, written: WRITTEN })).toEqual([]);
  });

  it('keeps what a person set, and says so', () => {
    const current = { ...WRITTEN, oppspot_summary: 'My own words' };
    const history = { oppspot_summary: [{ ...PERSON, value: 'My own words' }] };

    const changes = decide({ current, history, written: WRITTEN });

    expect(changes).toEqual([
      {
        property: 'oppspot_summary',
        before: 'My own words',
        after: 'Acme makes widgets.',
        decision: 'keep',
        reason: 'set by somebody else, kept',
        written: false,
      },
    ]);
  });

  it('keeps a field empty that a person cleared', () => {
    const current = { ...WRITTEN, oppspot_summary: null };
    const history = { oppspot_summary: [{ ...PERSON, value: '' }] };

    expect(decide({ current, history, written: WRITTEN })).toMatchObject([
      { property: 'oppspot_summary', decision: 'keep' },
    ]);
  });

  it('knows its own value by the history when the memory of it was lost', () => {
    const history = { oppspot_score: [{ ...APP, value: '12' }] };
    const others = { oppspot_score: [{ ...APP, sourceId: '43', value: '12' }] };
    const current = { ...WRITTEN, oppspot_score: '12' };

    expect(valuesToWrite(decide({ current, history }))).toMatchObject({ oppspot_score: '93' });
    expect(valuesToWrite(decide({ current, history: others }))).toEqual({});
  });

  it('overwrites edits only where the mapping says so, and never writes where it says never', () => {
    const [summary] = defaultFieldMappings();
    const current = { ...WRITTEN, oppspot_summary: 'Mine' };
    const withMapping = (fields: object) => decide({ current, mappings: summary ? [{ ...summary, ...fields }] : [] });

    expect(valuesToWrite(withMapping({ respectHumanEdits: false }))).toHaveProperty(
      'oppspot_summary',
      'Acme makes widgets.',
    );
    expect(valuesToWrite(withMapping({ policy: 'never', respectHumanEdits: false }))).toEqual({});
  });

  it('fills an empty foreign field, leaves a full one, and writes none that the account lacks', () => {
    const mapping = {
      source: 'employees',
      target: 'numberofemployees',
      transform: null,
      policy: 'fill_empty',
      respectHumanEdits: true,
    } as const;
    const decided = (current: Record<string, string | null>) =>
      decide({ mappings: [mapping], current: { ...current, oppspot_enrichment_status: 'enriched' } })[0];

    expect(decided({ numberofemployees: null })).toMatchObject({ after: '12', decision: 'write' });
    expect(decided({ numberofemployees: '30' })).toMatchObject({ decision: 'keep' });
    expect(decided({})).toMatchObject({ decision: 'keep', reason: 'the account has no such property' });
  });

  it('clears its own values that no longer hold and leaves edited ones', () => {
    const current = { ...WRITTEN, oppspot_summary: 'My own words' };

    const changes = decide({ result: NEEDS_REVIEW, current, written: WRITTEN, previousCompanyNumber: '01234567' });

    expect(valuesToWrite(changes)).toMatchObject({
      oppspot_score: '',
      oppspot_company_number: '',
      oppspot_deal_stage: '',
      oppspot_enrichment_status: 'needs_review',
    });
    expect(valuesToWrite(changes)).not.toHaveProperty('oppspot_summary');
  });

  it('clears the score but not the company when too little is known', () => {
    const values = valuesToWrite(
      decide({ result: completed({ status: 'insufficient_data' }), current: WRITTEN, written: WRITTEN }),
    );

    expect(values).toEqual({
      oppspot_score: '',
      oppspot_score_financial: '',
      oppspot_score_growth: '',
      oppspot_score_fit: '',
      oppspot_next_actions: '',
      oppspot_deal_stage: '',
      oppspot_enrichment_status: 'insufficient_data',
      oppspot_last_enriched_at: AT,
    });
  });

  it('leaves a value alone when its source said nothing, unless the record means another company now', () => {
    const silent = completed({ summary: null });
    const input = { result: silent, current: WRITTEN, written: WRITTEN };

    expect(decide({ ...input, previousCompanyNumber: '01234567' })).toEqual([]);
    expect(valuesToWrite(decide({ ...input, previousCompanyNumber: '09999999' }))).toMatchObject({
      oppspot_summary: '',
    });
  });
});

describe('undoing a run', () => {
  const write = {
    property: 'oppspot_score',
    before: null,
    after: '93',
    decision: 'write',
    reason: '',
    written: true,
  } as const;

  it('restores exactly what was there, and a second time writes nothing', () => {
    const changes = [write, { ...write, property: 'city', before: ' Leeds ', after: 'York' }];

    const undo = decideUndo(changes, { oppspot_score: '93', city: 'York' });

    expect(valuesToWrite(undo)).toEqual({ oppspot_score: '', city: ' Leeds ' });
    expect(decideUndo(changes, { oppspot_score: null, city: ' Leeds ' })).toEqual([]);
  });

  it('keeps later edits and ignores what was never written', () => {
    const changes = [write, { ...write, property: 'city', written: false }];
    const steps = openUndoSteps({ changes, undo: { possibleUntil: AT, undoneAt: null } });

    const undo = decideUndo(steps, { oppspot_score: '50', city: '93' });

    expect(undo).toMatchObject([{ property: 'oppspot_score', decision: 'keep', reason: 'edited since, kept' }]);
  });
});
