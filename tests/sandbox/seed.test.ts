import { describe, expect, it } from 'vitest';
import { loadSeed } from '../../sandbox/seed/load-seed.ts';
import type { Seed } from '../../sandbox/seed/seed-format.ts';
import { makeSandboxState } from '../../sandbox/state/sandbox-state.ts';
import { callAs, startSmallSandbox } from './sandbox-fixture.ts';

const seedOf = (change: object): Seed => ({ portals: [{ id: 1, name: 'One', ...change }] });

describe('the seed', () => {
  it('makes the same ids from the same file', () => {
    const seed = seedOf({
      companies: [{ key: 'a', properties: { name: 'A' } }],
      contacts: [{ key: 'b', properties: {} }],
    });

    const first = loadSeed(makeSandboxState(), seed);
    const second = loadSeed(makeSandboxState(), seed);

    expect(first.get(1)).toEqual(second.get(1));
    expect(first.get(1)?.get('a')).not.toBe(first.get(1)?.get('b'));
  });

  it.each<[string, object, string]>([
    ['a value HubSpot would refuse', { companies: [{ key: 'a', properties: { nonsense: 'x' } }] }, 'record "a"'],
    [
      'a neighbour that is not there',
      { companies: [{ key: 'a', properties: {}, associations: ['b'] }] },
      'unknown "b"',
    ],
    [
      'a key used twice',
      {
        companies: [{ key: 'a', properties: {} }],
        deals: [{ key: 'a', properties: { dealname: 'x', dealstage: 'closedwon' } }],
      },
      'used twice',
    ],
  ])('refuses %s and names it', (_title, change, words) => {
    expect(() => loadSeed(makeSandboxState(), seedOf(change))).toThrow(words);
  });

  it('sets dates, owners, pipelines and a private app', async () => {
    const pipelines = [{ id: 'p', label: 'Renewals', stages: [{ id: 's', label: 'Open', probability: '0.5' }] }];
    const seed = seedOf({
      privateApp: { token: 'pat-1' },
      pipelines,
      owners: [{ id: '7', userId: 1, email: 'o@x.example', firstName: 'O', lastName: 'P' }],
      deals: [
        {
          key: 'd',
          properties: { dealname: 'D', pipeline: 'p', dealstage: 's', hubspot_owner_id: '7' },
          createdDaysAgo: 10,
        },
      ],
    });
    const sandbox = await startSmallSandbox({ seed });

    const { body } = await callAs(sandbox, 'pat-1')('GET', `/crm/objects/2026-09/deals/${sandbox.admin.ids(1, 'd')}`);
    await sandbox.stop();

    expect(body.properties).toMatchObject({ dealstage: 's', pipeline: 'p' });
    expect(Date.now() - Date.parse(body.createdAt)).toBeGreaterThanOrEqual(10 * 86_400_000);
  });
});
