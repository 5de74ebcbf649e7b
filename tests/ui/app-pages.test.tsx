import { Button, Link, ProgressBar, Select } from '@hubspot/ui-extensions';
import { describe, expect, test } from 'vitest';
import { AppPages } from '../../hubspot-project/app/pages/AppPages.tsx';
import {
  isMoving,
  mayResume,
  mayStop,
  mayUndoRun,
  wordOutcomes,
  wordTimeLeft,
  wordUndo,
} from '../../hubspot-project/app/pages/words/bulk-words.ts';
import { countEnriched, scoreBands, wordCoverage } from '../../hubspot-project/app/pages/words/overview-words.ts';
import { bulkSchema, overviewSchema } from '../../hubspot-project/contract/index.ts';
import { makeDisplay } from '../../hubspot-project/display/display.ts';
import { buildEnrichment } from './builders.ts';
import { placePage } from './page-stand.tsx';

const display = makeDisplay('en-gb', 'Europe/London', false);

const buildOverview = (over: object = {}) =>
  overviewSchema.parse({
    hubspotUrl: 'https://app.hubspot.example',
    inHubspot: { contacts: 0, companies: 40, deals: 2 },
    inHubspotUnknownBecause: null,
    records: [
      { objectType: 'companies', status: 'completed', records: 15 },
      { objectType: 'companies', status: 'insufficient_data', records: 3 },
      { objectType: 'companies', status: 'no_match', records: 2 },
      { objectType: 'deals', status: 'completed', records: 5 },
    ],
    scores: [
      { objectType: 'companies', from: 90, records: 2 },
      { objectType: 'deals', from: 90, records: 1 },
      { objectType: 'companies', from: 40, records: 4 },
    ],
    leads: [],
    running: 1,
    bulkRuns: [],
    ...over,
  });

const lead = (band: string, companyName: string) => ({
  objectType: 'companies',
  objectId: '42',
  companyName,
  score: 88,
  band,
  signal: 'Raised money on 4 October 2026',
  enrichedAt: '2026-11-23T10:00:00.000Z',
});

const item = (over: object = {}) => ({
  id: 'log-1',
  at: new Date().toISOString(),
  kind: 'enrichment',
  status: 'success',
  objectType: 'companies',
  objectId: '42',
  enrichmentId: 'run-1',
  enrichmentStatus: 'completed',
  requestedBy: { kind: 'card', userId: 7 },
  written: ['oppspot_score', 'oppspot_summary'],
  kept: ['phone'],
  message: null,
  settingChanges: [],
  ...over,
});

const buildBulk = (over: object = {}) =>
  bulkSchema.parse({
    id: 'bulk-1',
    objectType: 'companies',
    status: 'running',
    statusReason: null,
    total: 200,
    done: 50,
    enriched: 45,
    unchanged: 0,
    needsReview: 5,
    noMatch: 0,
    insufficientData: 0,
    failed: 0,
    estimate: { records: 200, hubspotCalls: 10, modelCalls: 0, modelTokens: 0, seconds: 60 },
    usage: { hubspotCalls: 3, modelCalls: 0, modelTokens: 0 },
    createdAt: '2026-11-23T10:00:00.000Z',
    startedAt: '2026-11-23T10:00:00.000Z',
    completedAt: null,
    etaSeconds: 45,
    undo: null,
    ...over,
  });

const openPage = (path: string) => placePage('pages', <AppPages />, path);

describe('the overview', () => {
  test('shows how much of the account is enriched and whom to call', async () => {
    const page = openPage('/');
    (await page.asked('GET', '/overview')).answer(
      buildOverview({ leads: [lead('hot', 'ACME LTD'), lead('warm', 'DULL LTD')] }),
    );
    (await page.asked('GET', '/activity')).answer({ items: [item()], nextCursor: null });

    await page.until(() => expect(page.text()).toContain('Companies enriched 18 45% of 40'));
    await page.until(() => expect(page.text()).toContain('Enriched, 2 values written, 1 kept'));
    expect(page.text()).toContain('Hot leads');
    expect(page.text()).not.toContain('DULL LTD');
    expect(page.findAll(Link)[0]?.props.href).toBe('https://app.hubspot.example/contacts/77/record/0-2/42');
  });

  test('says what to do where nothing is enriched, and why a number is not known', async () => {
    const page = openPage('/');
    (await page.asked('GET', '/overview')).answer(
      buildOverview({ records: [], inHubspot: null, inHubspotUnknownBecause: 'HubSpot did not answer' }),
    );

    await page.until(() => expect(page.text()).toContain('No record is enriched yet'));
    expect(page.text()).toContain('How many records HubSpot has is not known: HubSpot did not answer');
  });

  test('counts what is known of a company as enriched, and never more than all', () => {
    const overview = buildOverview();

    expect(countEnriched(overview.records, 'companies')).toBe(18);
    expect(wordCoverage(display, overview, 'deals')).toBe('100% of 2');
    expect(wordCoverage(display, overview, 'contacts')).toBe('There are none in HubSpot');
  });

  test('adds the types up in bands of ten points, with 100 in the last and empty bands at 0', () => {
    const bands = scoreBands(buildOverview().scores);

    expect(bands).toHaveLength(10);
    expect(bands[4]).toEqual({ points: '40–49', records: 4 });
    expect(bands[9]).toEqual({ points: '90–100', records: 3 });
    expect(bands[0]).toEqual({ points: '0–9', records: 0 });
  });
});

describe('the activity', () => {
  test('takes a run back in two clicks, says what came of it, and reads the list again', async () => {
    const page = openPage('/activity');
    (await page.asked('GET', '/activity')).answer({ items: [item()], nextCursor: null });
    await page.click('Undo');
    expect(page.sent.some(({ method }) => method === 'POST')).toBe(false);

    await page.click('Take back 2');
    const change = (property: string, decision: string) => ({
      property,
      before: '1',
      after: '',
      decision,
      reason: '',
      written: decision === 'write',
    });
    const changes = [change('oppspot_score', 'write'), change('oppspot_summary', 'keep')];
    (await page.asked('POST', '/enrichments/run-1/undo')).answer({ enrichment: buildEnrichment({ changes }) });

    await page.asked('GET', '/activity', 2);
    expect(page.mocks.actions.addAlert.calls[0]?.[0]).toMatchObject({
      type: 'success',
      message: '1 value restored. 1 value stayed, because somebody edited it since.',
    });
  });

  test('offers no undo for what is undone, older than 30 days, or wrote nothing', async () => {
    const page = openPage('/activity');
    const old = new Date(Date.now() - 31 * 86_400_000).toISOString();
    (await page.asked('GET', '/activity')).answer({
      items: [
        item({ id: 'log-2', kind: 'undo' }),
        item(),
        item({ id: 'log-3', enrichmentId: 'run-3', at: old }),
        item({ id: 'log-4', enrichmentId: 'run-4', written: [] }),
      ],
      nextCursor: null,
    });

    await page.until(() => expect(page.text()).toContain('By a person on the record (user 7)'));
    expect(page.text()).toContain('2 values taken back, 1 kept because of later edits');
    expect(page.findAll(Button).map(({ text }) => text)).not.toContain('Undo');
  });

  test('names a change of settings and who made it, with its values where they are short', async () => {
    const page = openPage('/activity');
    const settingChanges = [
      { setting: 'limits.recordsPerDay', before: '365', after: 'none' },
      { setting: 'connection.autoAssign', before: 'false', after: 'true' },
      { setting: 'fields.companies', before: 'x'.repeat(80), after: 'y'.repeat(80) },
    ];
    const changed = item({
      kind: 'settings',
      enrichmentStatus: null,
      requestedBy: null,
      written: [],
      kept: [],
      settingChanges,
      message: 'changed by user 61001: limits.recordsPerDay, connection.autoAssign, fields.companies',
    });
    (await page.asked('GET', '/activity')).answer({ items: [changed], nextCursor: null });

    await page.until(() =>
      expect(page.text()).toContain(
        'Limits › records per day: 365 → none, Connection › auto assign: off → on and Fields › companies changed',
      ),
    );
    expect(page.text()).toContain('By user 61001');
  });

  test('asks for one status, and for older lines below those that are shown', async () => {
    const page = openPage('/activity');
    (await page.asked('GET', '/activity?limit=25')).answer({ items: [item()], nextCursor: 'next' });
    await page.click('Show older');
    (await page.asked('GET', '/activity?limit=25&cursor=next')).answer({
      items: [item({ id: 'log-9', kept: [], message: 'created task 77' })],
      nextCursor: null,
    });
    await page.until(() => expect(page.text()).toContain('Enriched, 2 values written, created task 77'));
    expect(page.text()).toContain('Enriched, 2 values written, 1 kept');

    page.findAll(Select)[0]?.trigger('onChange', 'failed' as never);
    (await page.asked('GET', '/activity?limit=25&status=failed')).answer({ items: [], nextCursor: null });
    await page.until(() => expect(page.text()).toContain('Nothing of this kind happened.'));
  });
});

describe('a bulk run', () => {
  test('shows how far it is, and stops on a click', async () => {
    const page = openPage('/bulk');
    (await page.asked('GET', '/overview')).answer(buildOverview({ bulkRuns: [buildBulk()] }));
    await page.until(() => expect(page.text()).toContain('Companies, 200 records Running'));
    expect(page.find(ProgressBar).props).toMatchObject({ value: 50, maxValue: 200, valueDescription: '50 of 200' });
    expect(page.text()).toContain('45 enriched, 5 to choose. About 45 seconds left');

    await page.click('Stop');
    (await page.asked('POST', '/bulk-enrichments/bulk-1/stop')).answer({ bulk: buildBulk({ status: 'stopped' }) });

    await page.until(() => expect(page.text()).toContain('Stopped'));
    await page.click('Resume');
    await page.asked('POST', '/bulk-enrichments/bulk-1/resume');
  });

  test.each([
    ['running', { stop: true, resume: false, undo: false, moves: true }],
    ['paused', { stop: true, resume: false, undo: false, moves: true }],
    ['stopped', { stop: false, resume: true, undo: true, moves: false }],
    ['completed', { stop: false, resume: false, undo: true, moves: false }],
  ])('that is %s offers what can be done then', (status, offers) => {
    const run = buildBulk({ status });

    expect({ stop: mayStop(run), resume: mayResume(run), undo: mayUndoRun(run), moves: isMoving(run) }).toEqual(offers);
  });

  test.each([
    ['running', null, { undo: false, moves: true }, 'Undo under way: 1 taken back'],
    ['paused', 'HubSpot is away.', { undo: false, moves: true }, 'Undo paused: 1 taken back. HubSpot is away.'],
    ['failed', 'Refused.', { undo: true, moves: false }, 'The undo could not finish: 1 taken back. Refused.'],
    ['completed', null, { undo: false, moves: false }, 'Undone: 1 taken back'],
  ])('whose undo is %s says so', (status, reason, offers, words) => {
    const run = buildBulk({ status: 'completed', undo: { status, reason, restored: 1, kept: 0, failed: 0 } });

    expect({ undo: mayUndoRun(run), moves: isMoving(run) }).toEqual(offers);
    expect(wordUndo(display, run)).toBe(words);
  });

  test('that rests gives its results as CSV, in two clicks, since copying needs one of its own', async () => {
    const page = openPage('/bulk');
    const done = buildBulk({ status: 'completed', done: 200, enriched: 195, etaSeconds: 0 });
    (await page.asked('GET', '/overview')).answer(buildOverview({ bulkRuns: [done] }));
    const csv = 'objectType,objectId,outcome,reason,enrichmentId,undo\r\ncompanies,42,enriched,,run-1,\r\n';

    await page.click('Get results');
    (await page.asked('GET', '/bulk-enrichments/bulk-1/results.csv')).answerText(csv);
    await page.click('Copy as CSV');

    expect(page.mocks.actions.copyTextToClipboard.calls).toEqual([[csv]]);
  });

  test('is put in words without what did not happen', () => {
    expect(wordOutcomes(display, buildBulk({ enriched: 0, needsReview: 0 }))).toBe('No record has ended yet');
    expect(wordTimeLeft(display, buildBulk({ etaSeconds: 600 }))).toBe('About 10 minutes left');
    expect(wordTimeLeft(display, buildBulk({ status: 'completed', etaSeconds: 0 }))).toBeNull();
  });
});
