import { createHash, createHmac } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunningSandbox } from '../../sandbox/start-sandbox.ts';
import { type AppStandIn, startAppStandIn } from './app-stand-in.ts';
import {
  APP,
  type Call,
  callAs,
  callOpen,
  install,
  PORTAL,
  PUBLIC_ORIGIN,
  startSmallSandbox,
} from './sandbox-fixture.ts';

const TARGET = `${PUBLIC_ORIGIN}/api/hubspot/webhooks`;
const subscriptions = [
  { subscriptionType: 'object.creation', objectType: 'company' },
  { subscriptionType: 'object.propertyChange', objectType: 'company', propertyName: 'domain' },
  { subscriptionType: 'object.deletion', objectType: 'company' },
  { subscriptionType: 'object.merge', objectType: 'company' },
  { subscriptionType: 'contact.privacyDeletion' },
];

describe('what HubSpot sends by itself', () => {
  let sandbox: RunningSandbox;
  let app: AppStandIn;
  let call: Call;
  let answer: (response: ServerResponse, number: number) => void;
  beforeEach(async () => {
    answer = (response) => response.writeHead(204).end();
    app = await startAppStandIn((response, number) => answer(response, number));
    sandbox = await startSmallSandbox({
      app: { ...APP, webhooks: { targetUrl: TARGET, subscriptions } },
      originMap: { [PUBLIC_ORIGIN]: app.url },
      // Long enough that a test decides itself when waiting events leave.
      settings: { webhookDelayMs: 600_000, webhookRetryDelaysMs: [10, 10] },
    });
    call = callAs(sandbox, (await install(sandbox)).access);
  });
  afterEach(async () => {
    await sandbox.stop();
    await app.stop();
  });
  const eventsOf = (index: number): Record<string, unknown>[] => JSON.parse(app.received[index]?.body ?? '[]');
  const deliver = () => callOpen(sandbox)('POST', `/__sandbox/portals/${PORTAL}/webhooks/deliver`, {});
  const acme = () => `/crm/objects/2026-09/companies/${sandbox.admin.ids(PORTAL, 'acme')}`;

  it('tells of subscribed changes in one signed batch, with who made them', async () => {
    const made = await call('POST', '/crm/objects/2026-09/companies', {
      properties: { name: 'New' },
      associations: [],
    });
    await call('PATCH', acme(), { properties: { domain: 'new.example', city: 'York' } });
    await deliver();

    const [sent] = app.received;
    const timestamp = sent?.headers['x-hubspot-request-timestamp'];
    expect(eventsOf(0)).toMatchObject([
      { subscriptionType: 'object.creation', objectId: Number(made.body.id), objectTypeId: '0-2', changeFlag: 'NEW' },
      {
        subscriptionType: 'object.propertyChange',
        propertyName: 'domain',
        propertyValue: 'new.example',
        portalId: PORTAL,
        appId: 90_001,
        attemptNumber: 0,
        changeSource: 'INTEGRATION',
        sourceId: '90001',
      },
    ]);
    expect(sent?.headers['x-hubspot-signature-v3']).toBe(
      createHmac('sha256', 'secret-1').update(`POST${TARGET}${sent?.body}${timestamp}`).digest('base64'),
    );
    expect(sent?.headers['x-hubspot-signature']).toBe(
      createHash('sha256').update(`secret-1${sent?.body}`).digest('hex'),
    );
  });

  it('tells of deletions, merges and privacy deletions', async () => {
    const [acmeId, boltId] = [sandbox.admin.ids(PORTAL, 'acme'), sandbox.admin.ids(PORTAL, 'bolt')];
    await call('POST', '/crm/objects/2026-09/companies/merge', { primaryObjectId: acmeId, objectIdToMerge: boltId });
    await call('POST', '/crm/objects/2026-09/contacts/gdpr-delete', { objectId: sandbox.admin.ids(PORTAL, 'jo') });
    await call('DELETE', acme());
    await deliver();

    expect(eventsOf(0)).toMatchObject([
      { subscriptionType: 'object.merge', primaryObjectId: Number(acmeId), mergedObjectIds: [Number(boltId)] },
      { subscriptionType: 'contact.privacyDeletion' },
      { subscriptionType: 'object.deletion', changeFlag: 'DELETED' },
    ]);
    expect(eventsOf(0)[1]).not.toHaveProperty('objectTypeId');
  });

  it('delivers by itself and repeats a refused batch with a higher attempt number until it is taken', async () => {
    answer = (response, number) => response.writeHead(number < 3 ? 500 : 204).end();
    await callOpen(sandbox)('PUT', '/__sandbox/settings', { webhookDelayMs: 0, webhookRetryDelaysMs: [10, 10] });
    await call('PATCH', acme(), { properties: { domain: 'new.example' } });
    await app.waitFor(3);

    expect([0, 1, 2].map((index) => eventsOf(index)[0]?.attemptNumber)).toEqual([0, 1, 2]);
  });

  it('sends given events on demand, at most a hundred a request', async () => {
    const events = Array.from({ length: 101 }, (_, eventId) => ({ eventId, subscriptionType: 'object.creation' }));
    const { body } = await callOpen(sandbox)('POST', `/__sandbox/portals/${PORTAL}/webhooks/deliver`, { events });

    expect(
      body.attempts.map((attempt: { events: unknown[]; status: number }) => [attempt.events.length, attempt.status]),
    ).toEqual([
      [100, 204],
      [1, 204],
    ]);
    expect(eventsOf(0)[0]).toMatchObject({ portalId: PORTAL, appId: 90_001, eventId: 0 });
  });

  it('says nothing to an app that is not installed', async () => {
    await callOpen(sandbox)('POST', '/__sandbox/uninstall', { portalId: PORTAL });
    await callOpen(sandbox)(
      'PATCH',
      `/__sandbox/portals/${PORTAL}/records/companies/${sandbox.admin.ids(PORTAL, 'acme')}`,
      {
        properties: { domain: 'new.example' },
      },
    );
    const { body } = await callOpen(sandbox)('POST', `/__sandbox/portals/${PORTAL}/webhooks/deliver`, {});

    expect(body.attempts).toEqual([]);
  });

  it('runs a workflow action and takes its completion', async () => {
    answer = (response) => response.end('{"outputFields":{"hs_execution_state":"BLOCK"}}');
    const { body } = await callOpen(sandbox)('POST', `/__sandbox/portals/${PORTAL}/workflow-executions`, {
      actionUrl: `${PUBLIC_ORIGIN}/api/hubspot/workflow-actions/enrich`,
      object: { objectType: 'companies', objectId: sandbox.admin.ids(PORTAL, 'acme') },
      objectProperties: ['domain'],
      inputFields: { depth: 'full' },
    });
    const completed = await call('POST', `/automation/actions/callbacks/2026-09/${body.callbackId}/complete`, {
      outputFields: { hs_execution_state: 'SUCCESS' },
      typedOutputs: {},
    });
    const many = await call('POST', '/automation/actions/callbacks/2026-09/complete', {
      inputs: [{ callbackId: 'other', outputFields: {}, typedOutputs: {} }],
    });

    expect(JSON.parse(app.received[0]?.body ?? '')).toMatchObject({
      callbackId: body.callbackId,
      origin: { portalId: PORTAL },
      object: { objectType: 'COMPANY', properties: { domain: 'acme.example' } },
      inputFields: { depth: 'full' },
    });
    expect(app.received[0]?.headers['x-hubspot-signature-version']).toBe('v2');
    expect(body).toMatchObject({ kind: 'answered', status: 200 });
    expect([completed.status, many.status]).toEqual([204, 204]);
    expect((await callOpen(sandbox)('GET', '/__sandbox/callbacks')).body.callbacks).toMatchObject([
      { portalId: PORTAL, callbackId: body.callbackId, outputFields: { hs_execution_state: 'SUCCESS' } },
      { callbackId: 'other' },
    ]);
  });
});
