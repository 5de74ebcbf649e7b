import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defaultPortalSettings } from '../../../backend/src/domain/portal/default-settings.ts';
import { bulkAnswerSchema, type EnrichmentWire, enrichmentSchema } from '../../../hubspot-project/contract/index.ts';
import { makeWorkers } from '../../support/run-worker.ts';
import { ADMIN, PORTAL, REP, startWorld, type World } from './world.ts';

const rep = { portalId: PORTAL, userId: REP };
const admin = { portalId: PORTAL, userId: ADMIN };
const TYPED = 'Typed by Ray.';
/** More often than a write is repeated. */
const ALWAYS = 20;

let world: World;
const workers = makeWorkers(() => world.config);

beforeAll(async () => {
  world = await startWorld();
});

afterEach(async () => {
  await workers.killAll();
  await world.control('/faults', 'DELETE');
  expect(await world.query('SELECT * FROM write_snapshots')).toEqual([]);
});

afterAll(async () => {
  await world.stop();
});

/** Whether a summary replaces what a person typed. */
const replaceTyped = async (isReplaced: boolean) => {
  const { fields } = defaultPortalSettings();
  const companies = fields.companies.map((mapping) =>
    mapping.target === 'oppspot_summary'
      ? { ...mapping, policy: 'overwrite', respectHumanEdits: !isReplaced }
      : mapping,
  );
  expect((await world.changeSettings(ADMIN, { fields: { ...fields, companies } })).status).toBe(200);
};

const fault = (kind: string, match: object, times = ALWAYS) =>
  world.control('/faults', 'POST', { match, times, fault: { kind } });

const amend = async (id: string, action: 'apply' | 'undo'): Promise<EnrichmentWire | number> => {
  const response = await world.send(`/api/hubspot/enrichments/${id}/${action}`, rep, { method: 'POST', body: '{}' });
  if (!response.ok) return response.status;
  return z.object({ enrichment: enrichmentSchema }).parse(await response.json()).enrichment;
};

/** What the record holds, but for HubSpot's own date of the last change. */
const held = async (key: string) => {
  const { hs_lastmodifieddate: _date, ...values } = await world.values('companies', key);
  return values;
};

const summaryOf = ({ changes }: EnrichmentWire) => changes.find(({ property }) => property === 'oppspot_summary');

describe('a write whose answer never came', () => {
  it('is told by the next run, which writes nothing, and is undone to what was there before it', async () => {
    await replaceTyped(true);
    await world.edit('companies', 'kestrel', { oppspot_summary: TYPED });
    const before = await held('kestrel');
    await fault('reset-after-apply', { method: 'PATCH' });

    const unheard = await world.enrich('companies', 'kestrel');
    await world.control('/faults', 'DELETE');
    await world.forgetRequests();
    const told = await world.enrich('companies', 'kestrel');

    expect(unheard.status).toBe('failed');
    expect(await world.writes()).toEqual([]);
    expect(told.status).toBe('completed');
    expect(summaryOf(told)).toMatchObject({
      before: TYPED,
      written: true,
      reason: 'written by a run that was interrupted',
    });
    await amend(told.id, 'undo');
    expect(await held('kestrel')).toEqual(before);
  });

  it('of a preview that was applied is told by the next apply', async () => {
    const before = await held('bare');
    const preview = await world.enrich('companies', 'bare', { mode: 'preview' });
    await fault('reset-after-apply', { method: 'PATCH' });

    const unheard = await amend(preview.id, 'apply');
    await world.control('/faults', 'DELETE');
    await world.forgetRequests();
    const applied = enrichmentSchema.parse(await amend(preview.id, 'apply'));

    expect(unheard).toBe(503);
    expect(await world.writes()).toEqual([]);
    expect(applied.changes.filter(({ written }) => !written)).toEqual([]);
    await amend(preview.id, 'undo');
    expect(await held('bare')).toEqual(before);
  });
});

describe('an undo whose answer never came', () => {
  it('still leaves to a person what it gave back', async () => {
    await replaceTyped(true);
    await world.edit('companies', 'sinking', { oppspot_summary: TYPED });
    const run = await world.enrich('companies', 'sinking');
    expect(await held('sinking')).not.toMatchObject({ oppspot_summary: TYPED });
    await fault('reset-after-apply', { method: 'PATCH' });

    const unheard = await amend(run.id, 'undo');
    await world.control('/faults', 'DELETE');
    await amend(run.id, 'undo');
    await replaceTyped(false);
    const later = await world.enrich('companies', 'sinking');

    expect(unheard).toBe(503);
    expect(summaryOf(later)).toMatchObject({ decision: 'keep', reason: 'set by somebody else, kept' });
    expect(await held('sinking')).toMatchObject({ oppspot_summary: TYPED });
  });
});

describe('a worker that is killed when HubSpot has written and not answered', () => {
  it('leaves what was there before to the worker that goes on: its run tells the writes and takes them back', async () => {
    const keys = ['kestrel', 'twin'];
    const before = await Promise.all(keys.map(held));
    const objectIds = keys.map((key) => world.id(key));
    await fault('hang-after-apply', { pathPattern: '/companies/batch/update' }, 1);
    const begun = await world.send('/api/hubspot/bulk-enrichments', admin, {
      method: 'POST',
      body: JSON.stringify({ objectType: 'companies', objectIds, idempotencyKey: randomUUID() }),
    });
    const { id } = bulkAnswerSchema.parse(await begun.json()).bulk;
    const read = async () => {
      const answer = await world.send(`/api/hubspot/bulk-enrichments/${id}`, admin);
      return bulkAnswerSchema.parse(await answer.json()).bulk;
    };

    const killed = workers.start();
    await expect.poll(() => held('kestrel'), { timeout: 60_000 }).toMatchObject({ oppspot_company_number: '99100001' });
    killed.child.kill('SIGKILL');
    await killed.exited;
    workers.start();
    await expect.poll(async () => (await read()).status, { timeout: 60_000 }).toBe('completed');

    expect(await read()).toMatchObject({ done: 2, unchanged: 0 });
    await world.send(`/api/hubspot/bulk-enrichments/${id}/undo`, admin, { method: 'POST', body: '{}' });
    await expect.poll(async () => (await read()).undo?.status, { timeout: 60_000 }).toBe('completed');
    expect(await Promise.all(keys.map(held))).toEqual(before);
  });
});
