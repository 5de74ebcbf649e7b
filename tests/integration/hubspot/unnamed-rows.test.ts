import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { makeAll } from '../../../backend/src/adapters/hubspot/synced-rows.ts';
import { type HubspotTransport, makeHubspotTransport } from '../../../backend/src/adapters/hubspot/transport.ts';
import { BACKGROUND_SESSION } from '../../support/background-session.ts';
import { json, type ScriptedServer, startScriptedServer } from '../../support/scripted-server.ts';
import { silentLogger } from '../../support/silent-logger.ts';

const CONTACTS = { objectType: 'contacts', verb: 'create' } as const;
const COMPANIES = { objectType: 'companies', verb: 'upsert' } as const;
const rowsOf = (...traces: string[]) => traces.map((trace) => ({ trace, properties: {} }));
const record = (id: string, properties: Record<string, string> = {}) => ({ id, properties });
const lookUpOf = (text: string) =>
  z.object({ idProperty: z.string(), inputs: z.array(z.object({ id: z.string() })) }).parse(JSON.parse(text));

let server: ScriptedServer;
let transport: HubspotTransport;
beforeEach(async () => {
  server = await startScriptedServer();
  transport = makeHubspotTransport({ baseUrl: server.url, logger: silentLogger });
});
afterEach(async () => {
  transport.close();
  await server.stop();
});

// HubSpot's document makes `objectWriteTraceId` optional in what it answers.
describe('a batch whose answer does not repeat the traces', () => {
  it('is read by the addresses that HubSpot keeps unique, in whatever order', async () => {
    const results = [record('2', { email: 'bo@example.org' }), record('1', { email: 'Al@Example.org' })];
    server.script(json(201, { results }));

    const outcomes = await makeAll(transport, BACKGROUND_SESSION, {
      ...CONTACTS,
      rows: rowsOf('al@example.org', 'bo@example.org'),
    });

    expect(outcomes).toEqual([
      { kind: 'created', id: '1' },
      { kind: 'created', id: '2' },
    ]);
    expect(server.requests).toHaveLength(1);
  });

  it('is looked up by key when it has no keys either', async () => {
    const KEY = 'oppspot_automation_key';
    server.script(
      json(201, { results: [record('2'), record('1')] }),
      json(200, { results: [record('1', { [KEY]: 'company:a' }), record('2', { [KEY]: 'company:b' })] }),
    );

    const outcomes = await makeAll(transport, BACKGROUND_SESSION, {
      ...COMPANIES,
      rows: rowsOf('company:a', 'company:b'),
    });

    expect(outcomes).toEqual([
      { kind: 'created', id: '1' },
      { kind: 'created', id: '2' },
    ]);
    expect(lookUpOf(server.requests[1]?.text ?? '')).toEqual({
      idProperty: KEY,
      inputs: [{ id: 'company:a' }, { id: 'company:b' }],
    });
  });

  it('calls nothing made that may be older, when an error names no row', async () => {
    const error = { status: 'error', category: 'CONFLICT', message: 'exists', context: {} };
    server.script(
      json(207, { results: [record('1', { email: 'al@example.org' })], errors: [error] }),
      json(200, { results: [record('2', { email: 'bo@example.org' })] }),
    );

    const outcomes = await makeAll(transport, BACKGROUND_SESSION, {
      ...CONTACTS,
      rows: rowsOf('al@example.org', 'bo@example.org', 'cy@example.org'),
    });

    expect(outcomes[0]).toEqual({ kind: 'created', id: '1' });
    expect(outcomes[1]).toEqual({ kind: 'exists' });
    expect(outcomes[2]).toMatchObject({ kind: 'failed', error: { details: { mayHaveBeenApplied: true } } });
  });
});
