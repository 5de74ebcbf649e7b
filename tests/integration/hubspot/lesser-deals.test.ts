import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { upsertAllByKey } from '../../../backend/src/adapters/hubspot/made-batches.ts';
import { upsertByKey } from '../../../backend/src/adapters/hubspot/made-objects.ts';
import { type HubspotTransport, makeHubspotTransport } from '../../../backend/src/adapters/hubspot/transport.ts';
import type { MadeDraft } from '../../../backend/src/ports/automation-crm.ts';
import { BACKGROUND_SESSION } from '../../support/background-session.ts';
import { json, type ScriptedServer, type Step, startScriptedServer } from '../../support/scripted-server.ts';
import { silentLogger } from '../../support/silent-logger.ts';

const sent = z.object({
  inputs: z.array(z.object({ id: z.string(), properties: z.record(z.string(), z.string()).optional() })),
});
const dealOf = (key: string, properties: Record<string, string>): MadeDraft => ({
  objectType: 'deals',
  key,
  belongsTo: [],
  properties: { dealname: 'Acme', ...properties },
});

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

/** An account whose deals lack these properties and that holds no object of ours yet. */
function scriptAccountWithout(...names: readonly string[]): void {
  const step: Step = (response, request) => {
    const { inputs } = sent.parse(JSON.parse(request.text));
    if (request.url.endsWith('/batch/read')) return json(207, { results: [] })(response, request);
    const missing = names.filter((name) => inputs.some(({ properties }) => properties?.[name] !== undefined));
    const errors = missing.map((name) => ({
      message: `Property "${name}" does not exist`,
      code: 'PROPERTY_DOESNT_EXIST',
      context: { propertyName: [name] },
    }));
    const refusal = {
      status: 'error',
      category: 'VALIDATION_ERROR',
      message: 'Property values were not valid',
      errors,
    };
    const results = inputs.map(({ id, properties }) => ({ id: `9${id}`, properties, objectWriteTraceId: id }));
    return json(missing.length > 0 ? 400 : 200, missing.length > 0 ? refusal : { results })(response, request);
  };
  server.script(...Array.from({ length: 20 }, () => step));
}

describe('a deal in an account without a property that it can do without', () => {
  it('is made without it', async () => {
    scriptAccountWithout('description');

    const outcome = await upsertByKey(transport, BACKGROUND_SESSION, dealOf('1', { description: 'Why' }));

    expect(outcome).toMatchObject({
      kind: 'made',
      object: { id: '91', properties: { dealname: 'Acme' } },
      isNew: true,
    });
    expect(outcome).not.toHaveProperty('object.properties.description');
  });

  it('is made without it among others too', async () => {
    scriptAccountWithout('description');

    const drafts = [dealOf('1', { description: 'Why' }), dealOf('2', {}), dealOf('3', { description: 'Why' })];
    const outcomes = await upsertAllByKey(transport, BACKGROUND_SESSION, drafts);

    expect(outcomes.map((outcome) => outcome.kind === 'made' && outcome.object.id)).toEqual(['91', '92', '93']);
  });

  it('is refused where it lacks something else as well', async () => {
    scriptAccountWithout('description', 'dealname');
    const draft = dealOf('1', { description: 'Why' });

    expect(await upsertByKey(transport, BACKGROUND_SESSION, draft)).toMatchObject({ kind: 'refused' });
    expect(await upsertAllByKey(transport, BACKGROUND_SESSION, [draft])).toMatchObject([{ kind: 'refused' }]);
  });
});
