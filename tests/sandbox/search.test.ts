import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunningSandbox } from '../../sandbox/start-sandbox.ts';
import {
  type Call,
  callAs,
  callOpen,
  install,
  listResponseBreaches,
  PORTAL,
  startSmallSandbox,
} from './sandbox-fixture.ts';

const SEARCH = '/crm/objects/2026-09/companies/search';

interface Filter {
  readonly propertyName: string;
  readonly operator: string;
  readonly value?: string;
  readonly values?: string[];
}
const ask = (filters: Filter[], extra: object = {}) => ({
  filterGroups: filters.length === 0 ? [] : [{ filters }],
  properties: ['name'],
  sorts: [],
  limit: 10,
  after: '0',
  ...extra,
});

describe('search', () => {
  let sandbox: RunningSandbox;
  let call: Call;
  beforeEach(async () => {
    sandbox = await startSmallSandbox({ settings: { rateLimits: { search: { max: 100, intervalMs: 1_000 } } } });
    call = callAs(sandbox, (await install(sandbox)).access);
  });
  afterEach(async () => {
    const breaches = await listResponseBreaches(sandbox);
    await sandbox.stop();
    expect(breaches).toEqual([]);
  });
  const names = async (body: object): Promise<string[]> => {
    const reply = await call('POST', SEARCH, body);
    return reply.body.results.map((record: { properties: { name: string } }) => record.properties.name);
  };

  it.each<[string, Filter, string[]]>([
    ['equal without regard to case', { propertyName: 'name', operator: 'EQ', value: 'ACME LTD' }, ['Acme Ltd']],
    ['not equal', { propertyName: 'name', operator: 'NEQ', value: 'Acme Ltd' }, ['Bolt plc']],
    ['in, lower case', { propertyName: 'domain', operator: 'IN', values: ['bolt.example'] }, ['Bolt plc']],
    ['in, upper case, finds nothing', { propertyName: 'name', operator: 'IN', values: ['Bolt plc'] }, []],
    ['has a value', { propertyName: 'city', operator: 'HAS_PROPERTY' }, ['Acme Ltd']],
    ['has no value', { propertyName: 'city', operator: 'NOT_HAS_PROPERTY' }, ['Bolt plc']],
    ['contains a word', { propertyName: 'name', operator: 'CONTAINS_TOKEN', value: 'ac*' }, ['Acme Ltd']],
    ['greater by number', { propertyName: 'hs_object_id', operator: 'GT', value: '9' }, ['Acme Ltd', 'Bolt plc']],
  ])('finds by %s', async (_title, filter, expected) => {
    expect(await names(ask([filter]))).toEqual(expected);
  });

  it('sorts, pages and counts', async () => {
    const first = await call('POST', SEARCH, ask([], { sorts: ['-name'], limit: 1 }));
    const second = await call(
      'POST',
      SEARCH,
      ask([], { sorts: ['-name'], limit: 1, after: first.body.paging.next.after }),
    );

    expect(first.body).toMatchObject({ total: 2, results: [{ properties: { name: 'Bolt plc' } }] });
    expect(second.body).toMatchObject({ total: 2, results: [{ properties: { name: 'Acme Ltd' } }] });
    expect(second.body).not.toHaveProperty('paging');
  });

  it.each<[string, object]>([
    ['a missing member', { filterGroups: [], properties: [], sorts: [], limit: 10 }],
    ['six groups', ask([], { filterGroups: Array.from({ length: 6 }, () => ({ filters: [] })) })],
    [
      'seven filters in a group',
      ask(Array.from({ length: 7 }, () => ({ propertyName: 'city', operator: 'HAS_PROPERTY' }))),
    ],
    ['201 results at once', ask([], { limit: 201 })],
    ['more than 10,000 results', ask([], { after: '9995' })],
    ['two sorts', ask([], { sorts: ['name', 'city'] })],
    ['an unknown property', ask([{ propertyName: 'nonsense', operator: 'HAS_PROPERTY' }])],
    ['a list operator without a list', ask([{ propertyName: 'name', operator: 'IN', value: 'x' }])],
    [
      'a request of more than 3,000 characters',
      ask([{ propertyName: 'name', operator: 'EQ', value: 'x'.repeat(3_000) }]),
    ],
  ])('refuses %s', async (_title, body) => {
    expect((await call('POST', SEARCH, body)).status).toBe(400);
  });

  it('lags behind the records by the time that was set', async () => {
    const open = callOpen(sandbox);
    await open('PUT', '/__sandbox/settings', { searchLagMs: 5_000 });
    await open('POST', '/__sandbox/clock', { advanceMs: 10_000 });
    await open('PATCH', `/__sandbox/portals/${PORTAL}/records/companies/${sandbox.admin.ids(PORTAL, 'bolt')}`, {
      properties: { city: 'Hull' },
    });
    const inHull = ask([{ propertyName: 'city', operator: 'EQ', value: 'Hull' }]);

    const atOnce = await names(inHull);
    await open('POST', '/__sandbox/clock', { advanceMs: 5_001 });
    const later = await names(inHull);

    expect(atOnce).toEqual([]);
    expect(later).toEqual(['Bolt plc']);
  });
});
