import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type HubspotCrm, makeHubspotCrm } from '../../../backend/src/adapters/hubspot/hubspot-crm.ts';
import { BACKGROUND_SESSION } from '../../support/background-session.ts';
import { json, type ScriptedServer, type Step, startScriptedServer } from '../../support/scripted-server.ts';
import { silentLogger } from '../../support/silent-logger.ts';

const body = z.object({ inputs: z.array(z.object({ id: z.string(), objectWriteTraceId: z.string() })) });
const RULE = {
  status: 'error',
  category: 'VALIDATION_ERROR',
  message: 'Required properties are missing: budget',
  errors: [
    {
      message: 'budget is required',
      code: 'MISSING_CONDITIONAL_REQUIRED_PROPERTY',
      context: { propertyName: ['budget'] },
    },
  ],
};

let server: ScriptedServer;
let crm: HubspotCrm;
beforeEach(async () => {
  server = await startScriptedServer();
  crm = makeHubspotCrm({ baseUrl: server.url, logger: silentLogger });
});
afterEach(async () => {
  crm.close();
  await server.stop();
});

/** An account that refuses a whole batch for one of these rows. */
function refuseWholeBatches(badIds: readonly string[]): void {
  const step: Step = (response, request) => {
    const { inputs } = body.parse(JSON.parse(request.text));
    const isRefused = inputs.some(({ id }) => badIds.includes(id));
    const written = { status: 'COMPLETE', results: inputs.map(({ id }) => ({ id, properties: {} })) };
    json(isRefused ? 400 : 200, isRefused ? RULE : written)(response, request);
  };
  server.script(...Array.from({ length: 250 }, () => step));
}

const rows = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ objectId: String(index), properties: { city: 'York' } }));
const write = (count: number) => crm.updateRecords(BACKGROUND_SESSION, 'companies', rows(count));

describe('writing a batch', () => {
  it('is one request for up to a hundred rows, each with a trace of its own', async () => {
    refuseWholeBatches([]);

    const outcomes = await write(101);

    expect(outcomes.every(({ kind }) => kind === 'written')).toBe(true);
    expect(server.requests.map(({ text }) => body.parse(JSON.parse(text)).inputs.length)).toEqual([100, 1]);
  });

  it('that is refused whole for a property that the account does not have is not asked for row by row', async () => {
    const absent = {
      status: 'error',
      category: 'VALIDATION_ERROR',
      message:
        'Property values were not valid: [{"isValid":false,"error":"PROPERTY_DOESNT_EXIST","name":"gone","message":"no"},{"isValid":false,"error":"INVALID_OPTION","name":"city","message":"no such city"}]',
    };
    const step: Step = (response, request) => {
      const { inputs } = z
        .object({ inputs: z.array(z.object({ id: z.string(), properties: z.record(z.string(), z.string()) })) })
        .parse(JSON.parse(request.text));
      const isRefused = inputs.some(({ properties }) => 'gone' in properties);
      json(isRefused ? 400 : 200, isRefused ? absent : { results: inputs.map(({ id }) => ({ id })) })(
        response,
        request,
      );
    };
    server.script(step, step, step);
    const updates = rows(100).map((row, index) =>
      index < 90 ? { ...row, properties: { ...row.properties, gone: 'x' } } : row,
    );

    const outcomes = await crm.updateRecords(BACKGROUND_SESSION, 'companies', updates);

    expect(server.requests).toHaveLength(2);
    expect(outcomes.filter(({ kind }) => kind === 'written')).toHaveLength(10);
    expect(outcomes[0]).toMatchObject({
      kind: 'refused',
      properties: [{ property: 'gone', code: 'PROPERTY_DOESNT_EXIST' }],
    });
  });

  it('that is refused whole for one row writes the others, and names the rule and its property', async () => {
    refuseWholeBatches(['37']);

    const outcomes = await write(100);

    expect(outcomes.filter(({ kind }) => kind === 'written')).toHaveLength(99);
    expect(outcomes[37]).toMatchObject({
      kind: 'refused',
      properties: [{ property: 'budget', code: 'MISSING_CONDITIONAL_REQUIRED_PROPERTY' }],
    });
  });

  it.each([
    [[5], 15],
    [[5, 60, 99], 43],
    [rows(100).map(({ objectId }) => objectId), 199],
  ])('costs a bounded number of requests for the bad rows %s', async (bad, most) => {
    refuseWholeBatches(bad.map(String));

    await write(100);

    expect(server.requests.length).toBeLessThanOrEqual(most);
  });

  it('answered with 207 is read by ids and traces, and a row that is named nowhere is not called written', async () => {
    const errors = [
      { ...RULE, context: { objectWriteTraceId: ['1'] } },
      { status: 'error', category: 'OBJECT_NOT_FOUND', message: 'gone', context: { ids: ['2'] } },
    ];
    server.script(json(207, { status: 'COMPLETE', results: [{ id: '0', properties: {} }], numErrors: 2, errors }));

    expect((await write(4)).map(({ kind }) => kind)).toEqual(['written', 'refused', 'gone', 'refused']);
    expect(server.requests).toHaveLength(1);
  });

  it('answered without errors under the id of a record that survived a merge is written', async () => {
    const answered = (...ids: string[]) => json(200, { results: ids.map((id) => ({ id, properties: {} })) });
    server.script(answered('1', '900'), answered('1'));

    expect((await write(2)).map(({ kind }) => kind)).toEqual(['written', 'written']);
    expect((await write(2)).map(({ kind }) => kind)).toEqual(['refused', 'written']);
  });
});

describe('reading a batch', () => {
  const read = async (objectIds: readonly string[], answered: readonly string[]) => {
    server.script(json(200, { results: answered.map((id) => ({ id, properties: { city: `of ${id}` } })) }));
    const wanted = { objectType: 'companies', objectIds, properties: ['city'] } as const;
    const found = await crm.readRecords(BACKGROUND_SESSION, { ...wanted, propertiesWithHistory: [], associations: [] });
    return Object.fromEntries([...found].map(([id, record]) => [id, record.id]));
  };

  it('gives each record its own values, in whatever order HubSpot answers', async () => {
    expect(await read(['1', '2', '3'], ['3', '1', '2'])).toEqual({ 1: '1', 2: '2', 3: '3' });
  });

  it('knows a merged record by its place, or as the only one that nobody asked for', async () => {
    expect(await read(['1', '2', '3'], ['900', '2', '901'])).toEqual({ 1: '900', 2: '2', 3: '901' });
    expect(await read(['1', '2', '3'], ['900', '3', '1'])).toEqual({ 1: '1', 2: '900', 3: '3' });
  });

  it('takes nobody for a merged record whose place says nothing', async () => {
    expect(await read(['1', '2', '3'], ['3', '900', '901'])).toEqual({ 3: '3' });
    expect(await read(['1', '2'], ['1'])).toEqual({ 1: '1' });
  });
});
