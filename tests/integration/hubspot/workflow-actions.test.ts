import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OTHER_PORTAL, PORTAL, type World } from '../enrichment/world.ts';
import { eventually, readCallbacks, runAction, startEventsWorld, version2Headers } from './events-world.ts';

const PATH = '/api/hubspot/workflow-actions/enrich';
const OUTPUTS = [
  'company_number',
  'deal_stage',
  'enrichment_status',
  'fields_updated',
  'hs_execution_state',
  'message',
  'score',
  'signals_count',
];

let world: World;
beforeAll(async () => {
  world = await startEventsWorld();
});
afterAll(() => world.stop());

const company = (key: string) => ({ object: { objectType: 'companies', objectId: world.id(key) } });
const execution = (members: Readonly<Record<string, unknown>>) =>
  JSON.stringify({ callbackId: 'ap-1', origin: { portalId: PORTAL }, inputFields: {}, ...members });
const post = (body: string, options = {}) => world.send(PATH, {}, { method: 'POST', body, ...options });

describe('the workflow action Enrich with oppSpot', () => {
  it('writes to the record and gives every output as text', async () => {
    const { status, outputs } = await runAction(world, 'enrich', company('kestrel'));

    expect(status).toBe(200);
    expect(Object.keys(outputs).toSorted()).toEqual(OUTPUTS);
    expect(outputs).toMatchObject({
      enrichment_status: 'ENRICHED',
      company_number: '99100001',
      hs_execution_state: 'SUCCESS',
      message: expect.stringContaining('KESTREL LOOM SOFTWARE LIMITED scores'),
    });
    expect(Number(outputs.fields_updated)).toBeGreaterThan(5);
    expect(await world.values('companies', 'kestrel')).toMatchObject({ oppspot_score: outputs.score });
  });

  it('gives the same answer to the same callbackId and works once', async () => {
    const first = await runAction(world, 'enrich', { ...company('sinking'), callbackId: 'ap-same' });
    await world.forgetRequests();

    const second = await runAction(world, 'enrich', { ...company('sinking'), callbackId: 'ap-same' });

    expect(second.outputs).toEqual(first.outputs);
    expect(await world.requests()).toEqual([]);
  });

  it('answers from what was found within a day, without asking HubSpot', async () => {
    await runAction(world, 'enrich', company('kestrel'));
    await world.forgetRequests();

    const { outputs } = await runAction(world, 'enrich', company('kestrel'));

    expect(outputs).toMatchObject({ enrichment_status: 'ENRICHED', fields_updated: '0' });
    expect(outputs.message).toContain('All values were up to date.');
    expect(await world.requests()).toEqual([]);
  });

  it('looks anew when asked to, and when the record names another company than it did', async () => {
    await runAction(world, 'enrich', company('bare'));
    await world.forgetRequests();
    await runAction(world, 'enrich', { ...company('bare'), inputFields: { freshness: 'always' } });
    const asked = (await world.requests()).length;
    await world.edit('companies', 'bare', { name: 'Sinking Barge Ltd', city: 'Hull', zip: 'HU1 1AA' });

    const { outputs } = await runAction(world, 'enrich', company('bare'));

    expect(asked).toBeGreaterThan(0);
    expect(outputs.company_number).toBe('99100002');
  });

  it.each([
    ['twin', 'NEEDS_REVIEW', 'Several companies could be meant'],
    ['stranger', 'NO_MATCH', 'No company was found'],
    ['sinking', 'ENRICHED', 'SINKING BARGE LIMITED'],
  ])('lets a workflow branch on what became of %s', async (key, status, words) => {
    const { outputs } = await runAction(world, 'enrich', company(key));

    expect(outputs).toMatchObject({ enrichment_status: status, hs_execution_state: 'SUCCESS' });
    expect(outputs.message).toContain(words);
  });

  it('says in words why it could not be done', async () => {
    const unreadable = await runAction(world, 'enrich', {
      ...company('twin'),
      inputFields: { company_number: 'none' },
    });
    const unknown = await runAction(world, 'enrich', {
      ...company('twin'),
      inputFields: { company_number: '12345678' },
    });

    expect(unreadable.outputs).toMatchObject({ enrichment_status: 'FAILED', hs_execution_state: 'FAIL_CONTINUE' });
    expect(unreadable.outputs.message).toContain('"none" is no company number');
    expect(unknown.outputs.message).toContain('not in the register');
  });

  it('takes the company that the workflow names', async () => {
    const { outputs } = await runAction(world, 'enrich', {
      ...company('twin'),
      inputFields: { company_number: '99100003' },
    });

    expect(outputs).toMatchObject({ enrichment_status: 'ENRICHED', company_number: '99100003' });
  });
});

describe('slow work', () => {
  it('answers BLOCK within five seconds and completes by callback with the same outputs', async () => {
    await world.control('/faults', 'POST', {
      match: { method: 'GET', pathPattern: '/crm/objects/2026-09/deals/' },
      fault: { kind: 'delay', ms: 4_500 },
    });

    const { callbackId, outputs } = await runAction(world, 'enrich', {
      object: { objectType: 'deals', objectId: world.id('deal') },
      timeoutMs: 5_000,
    });

    expect(outputs).toEqual({ hs_execution_state: 'BLOCK', hs_expiration_duration: 'PT60M' });
    const callbacks = await eventually(
      () => readCallbacks(world),
      (all) => all.some((one) => one.callbackId === callbackId),
    );
    const completed = callbacks.filter((one) => one.callbackId === callbackId);
    expect(completed).toHaveLength(1);
    expect(Object.keys(completed[0]?.outputFields ?? {}).toSorted()).toEqual(OUTPUTS);
    expect(completed[0]?.outputFields).toMatchObject({ enrichment_status: 'ENRICHED', hs_execution_state: 'SUCCESS' });
  });
});

describe('the workflow action Score with oppSpot', () => {
  it('assesses and writes nothing', async () => {
    const before = await world.values('contacts', 'ann');

    const { outputs } = await runAction(world, 'score', {
      object: { objectType: 'contacts', objectId: world.id('ann') },
    });

    expect(outputs).toMatchObject({ enrichment_status: 'ENRICHED', fields_updated: '0' });
    expect(Number(outputs.score)).toBeGreaterThan(0);
    expect(await world.values('contacts', 'ann')).toEqual(before);
  });
});

describe('an agent', () => {
  it('names the record in its inputs and may leave out and add what it likes', async () => {
    const body = execution({
      callbackId: undefined,
      context: { source: 'AGENTS', agentId: 7, trajectoryId: 'x' },
      object: undefined,
      inputFields: { record_type: 'Company', record_id: Number(world.id('kestrel')), freshness: 'please', more: [1] },
      extensionDefinitionId: 3,
    });

    const answer = await post(body);

    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ outputFields: { enrichment_status: 'ENRICHED' } });
  });

  it('is told what is missing when no record is named', async () => {
    const answer = await post(execution({ callbackId: undefined }));

    expect(await answer.json()).toMatchObject({
      outputFields: { hs_execution_state: 'FAIL_CONTINUE', message: expect.stringContaining('which record') },
    });
  });
});

describe('who may call', () => {
  it('takes signature version 2 only where version 3 is absent', async () => {
    const secret = String(world.config.hubspot.clientSecret);
    const body = execution({
      callbackId: 'ap-v2',
      object: { objectType: 'COMPANY', objectId: Number(world.id('kestrel')) },
    });
    const headers = version2Headers(secret, 'POST', `${world.publicUrl}${PATH}`, body);
    const plain = (extra: Readonly<Record<string, string>>) =>
      fetch(`${world.origin}${PATH}`, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json', ...extra },
      });

    const alone = await plain(headers);
    const withBadVersion3 = await plain({
      ...headers,
      'x-hubspot-signature-v3': 'bm8=',
      'x-hubspot-request-timestamp': String(Date.now()),
    });
    const wrong = await plain({ ...headers, 'x-hubspot-signature': headers['x-hubspot-signature'].replace(/^./, 'g') });
    const unsigned = await plain({});

    expect([alone.status, withBadVersion3.status, wrong.status, unsigned.status]).toEqual([200, 401, 401, 401]);
  });

  it('takes the portal from the signed body', async () => {
    const object = { objectType: 'COMPANY', objectId: Number(world.id('kestrel')) };

    const other = await post(execution({ callbackId: 'ap-o', origin: { portalId: OTHER_PORTAL }, object }));
    const none = await post(execution({ origin: {}, object }));
    const broken = await post('{');

    expect([other.status, none.status, broken.status]).toEqual([403, 422, 422]);
  });

  it('tells a workflow of a disconnected account so in its history', async () => {
    await world.install(OTHER_PORTAL, 601);
    await world.send('/api/hubspot/installation', { portalId: OTHER_PORTAL, userId: 601 }, { method: 'DELETE' });
    const object = { objectType: 'COMPANY', objectId: 1 };

    const answer = await post(execution({ callbackId: 'ap-gone', origin: { portalId: OTHER_PORTAL }, object }));

    expect(await answer.json()).toMatchObject({
      outputFields: { hs_execution_state: 'FAIL_CONTINUE', message: expect.stringContaining('Disconnected') },
    });
  });
});
