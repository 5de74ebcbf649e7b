import { describe, expect, it } from 'vitest';
import { automationKey, automationMarker } from '../../../../backend/src/domain/automation/automation.ts';
import { chooseOwnerByRule, chooseOwnerInTurn } from '../../../../backend/src/domain/automation/choose-owner.ts';
import { draftDeal } from '../../../../backend/src/domain/automation/draft-deal.ts';
import { draftTask } from '../../../../backend/src/domain/automation/draft-task.ts';
import { dueInBusinessDays } from '../../../../backend/src/domain/automation/due-in-business-days.ts';
import { proposeStages } from '../../../../backend/src/domain/automation/propose-stages.ts';
import { listTouched, WATCHED_PROPERTIES } from '../../../../backend/src/domain/automation/was-touched.ts';
import { whyHeld } from '../../../../backend/src/domain/automation/why-held.ts';
import { defaultPortalSettings } from '../../../../backend/src/domain/portal/default-settings.ts';
import { scoreCompany } from '../../../../backend/src/domain/scoring/score-company.ts';
import { goldenInput, known, MET_ICP, office } from '../builders.ts';

const score = (members = {}) => ({
  ...scoreCompany(goldenInput({ icp: MET_ICP })),
  total: 84,
  coverage: 0.6,
  gates: [],
  ...members,
});
const result = (members = {}) => ({
  objectType: 'contacts' as const,
  score: score(members),
  signals: [],
  match: null,
  nextActions: [{ text: 'Call <b>now</b>', reason: 'Score 84', dueInHours: 48 }],
});
const ON = (() => {
  const { automation } = defaultPortalSettings();
  return {
    ...automation,
    task: { ...automation.task, enabled: true },
    deal: { ...automation.deal, enabled: true },
    owner: { ...automation.owner, enabled: true },
  };
})();

describe('whether something is made', () => {
  it.each([
    ['task', {}, undefined],
    ['task', { total: 59 }, 'score below 60'],
    ['task', { total: 60 }, undefined],
    ['deal', { total: 69 }, 'score below 70'],
    ['task', { total: null }, 'the score is unknown'],
    ['owner', { coverage: 0.499 }, 'coverage below floor'],
    ['task', { coverage: 0.5 }, undefined],
    ['deal', { gates: [{ name: 'dormant', cap: 40 }] }, 'held by the gate "dormant"'],
    ['deal', { gates: [{ name: 'strike_off', cap: 25 }] }, 'held by the gate "strike off"'],
    ['deal', { gates: [{ name: 'icp_must_industry', cap: 40 }] }, 'held by the ideal customer profile'],
    ['task', { gates: [{ name: 'dormant', cap: 40 }] }, undefined],
    ['task', { gates: [{ name: 'liquidation', cap: 10 }] }, 'held by the gate "liquidation"'],
    ['owner', { gates: [{ name: 'liquidation', cap: 10 }] }, undefined],
  ] as const)('%s with %j: %s', (purpose, members, expected) => {
    expect(whyHeld(purpose, ON, result(members))).toBe(expected);
  });

  it('is never, without a company, for a deal of a deal, without an action, or switched off', () => {
    expect(whyHeld('task', ON, { ...result(), score: null })).toBe('no company was accepted');
    expect(whyHeld('deal', ON, { ...result(), objectType: 'deals' })).toBe('the record is a deal itself');
    expect(whyHeld('task', ON, { ...result(), nextActions: [] })).toBe('there is no action to suggest');
    expect(whyHeld('task', defaultPortalSettings().automation, result())).toBe('switched off in settings');
  });

  it('needs half the coverage, also where settings of before say less', () => {
    expect(whyHeld('task', { ...ON, minCoverage: 0.1 }, result({ coverage: 0.4 }))).toBe('coverage below floor');
    expect(whyHeld('task', { ...ON, minCoverage: 0.8 }, result({ coverage: 0.7 }))).toBe('coverage below floor');
  });
});

describe('two business days', () => {
  it.each([
    ['a Monday', '2026-11-23T10:00:00Z', 'Europe/London', '2026-11-25T09:00:00.000Z'],
    ['a Thursday goes over the weekend', '2026-11-26T10:00:00Z', 'Europe/London', '2026-11-30T09:00:00.000Z'],
    ['a Saturday', '2026-11-28T10:00:00Z', 'Europe/London', '2026-12-01T09:00:00.000Z'],
    ['Sunday here, Monday there', '2026-11-22T12:00:00Z', 'Pacific/Auckland', '2026-11-24T20:00:00.000Z'],
    ['over the end of summer time', '2026-10-23T10:00:00Z', 'Europe/London', '2026-10-27T09:00:00.000Z'],
    ['over the beginning of summer time', '2026-03-27T10:00:00Z', 'Europe/London', '2026-03-31T08:00:00.000Z'],
    ['an unknown zone counts as UTC', '2026-11-23T10:00:00Z', 'Mars/Olympus', '2026-11-25T09:00:00.000Z'],
  ])('%s', (_, now, zone, expected) => {
    expect(dueInBusinessDays(now, zone, 2)).toBe(expected);
  });
});

describe('a task', () => {
  const input = {
    enrichment: result(),
    key: 'task:contacts:12',
    now: '2026-11-23T10:00:00Z',
    timeZone: 'UTC',
    ownerId: null,
    recordUrl: 'https://app.hubspot.com/contacts/1/record/0-1/12',
  };

  it('has the first action as its subject, no owner where there is none, and turns nothing into markup', () => {
    const task = draftTask(input);

    expect(task.hs_task_subject).toBe('Call <b>now</b>');
    expect(task).not.toHaveProperty('hubspot_owner_id');
    expect(draftTask({ ...input, enrichment: { ...result(), signals: [evil()] } }).hs_task_body).not.toMatch(/<img/);
  });

  it.each([
    [80, 'HIGH'],
    [79, 'MEDIUM'],
    [60, 'MEDIUM'],
    [59, 'LOW'],
  ])('of a score of %i has priority %s', (total, priority) => {
    expect(draftTask({ ...input, enrichment: result({ total }) }).hs_task_priority).toBe(priority);
  });

  it('is not taken for that of a record whose id begins alike', () => {
    const body = draftTask({ ...input, key: automationKey('task', 'contacts', '123') }).hs_task_body;

    expect(body).toContain(automationMarker(automationKey('task', 'contacts', '123')));
    expect(body).not.toContain(automationMarker(automationKey('task', 'contacts', '12')));
  });
});

describe('the name of a deal', () => {
  const input = {
    enrichment: result(),
    key: 'deal:contacts:12',
    companyName: 'Acme Ltd',
    firstName: 'Ann',
    lastName: 'One',
    pipelineId: 'default',
    stageId: 'lead',
    ownerId: null,
  };

  it.each([
    [{}, 'Acme Ltd – Ann One'],
    [{ lastName: null }, 'Acme Ltd – Ann'],
    [{ firstName: ' ', lastName: 'undefined' }, 'Acme Ltd'],
    [{ companyName: null }, 'Ann One'],
    [{ companyName: 'null', firstName: null, lastName: 'NaN' }, 'New lead'],
    [{ companyName: '  Acme\n Ltd ' }, 'Acme Ltd – Ann One'],
  ])('with %j is %s', (members, expected) => {
    expect(draftDeal({ ...input, ...members }).dealname).toBe(expected);
  });
});

describe('an owner', () => {
  const facts = {
    registeredOffice: known(office('LEEDS', 'LS10 2RU')),
    sicCodes: known([{ code: '62012', description: '' }]),
  };
  const rule = (kind: 'territory' | 'industry' | 'score_band', values: string[], ownerId: string) => ({
    kind,
    values,
    ownerId,
  });

  it('comes from the first rule that fits', () => {
    const rules = [
      rule('territory', ['YO'], '1'),
      rule('industry', ['47', '62'], '2'),
      rule('score_band', ['hot'], '3'),
    ];

    expect(chooseOwnerByRule(rules, { facts, score: { band: 'hot' } })).toEqual({
      ownerId: '2',
      reason: 'rule 2, industry 62',
    });
    expect(chooseOwnerByRule(rules, { facts: {}, score: { band: 'hot' } })?.ownerId).toBe('3');
    expect(chooseOwnerByRule(rules, { facts: {}, score: { band: null } })).toBeUndefined();
  });

  it('goes round in turn', () => {
    const ids = [1, 2, 3, 4].map((turn) => chooseOwnerInTurn({ roundRobinOwnerIds: ['a', 'b', 'c'] }, turn)?.ownerId);

    expect(ids).toEqual(['a', 'b', 'c', 'a']);
    expect(chooseOwnerInTurn({ roundRobinOwnerIds: [] }, 1)).toBeUndefined();
  });
});

describe('the proposed stages', () => {
  const stage = (id: string, probability: number | null) => ({ id, probability });

  it('are open, no more likely than not, and in order', () => {
    const stages = [stage('won', 1), stage('b', 0.4), stage('a', 0.1), stage('late', 0.9), stage('lost', 0)];

    expect(proposeStages(stages)).toEqual({ prospect: 'a', lead: 'a', contacted: 'a', engaged: 'b', qualified: 'b' });
  });

  it('are the first open one where all are late, and none where none is open', () => {
    expect(new Set(Object.values(proposeStages([stage('x', 0.8), stage('y', 0.9)])))).toEqual(new Set(['x']));
    expect(proposeStages([stage('won', 1), stage('lost', 0)])).toEqual({});
  });
});

describe('what somebody touched', () => {
  const made = { dealname: 'Acme', dealstage: 'a', description: 'x\ny' };

  it('is what differs, and what was filled in', () => {
    const same = { ...made, description: 'x\r\ny', amount: null, num_notes: '0' };

    expect(listTouched(WATCHED_PROPERTIES.deals, made, same)).toEqual([]);
    expect(listTouched(WATCHED_PROPERTIES.deals, made, { ...same, dealstage: 'b', num_notes: '1' })).toEqual([
      'dealstage',
      'num_notes',
    ]);
  });
});

function evil() {
  return {
    kind: 'x',
    text: '<img src=x onerror="alert(1)">',
    strength: 'weak' as const,
    confidence: 1,
    polarity: 'positive' as const,
    occurredAt: '2026-11-01',
    weight: 1,
    evidence: [],
  };
}
