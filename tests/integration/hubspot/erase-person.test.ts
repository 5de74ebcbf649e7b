import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWorld, type World } from '../enrichment/world.ts';
import { anEvent, sendEvents } from './events-world.ts';

let world: World;
let keys: string;
beforeAll(async () => {
  keys = `k1:${Buffer.alloc(32, 7).toString('base64')}`;
  world = await startWorld({ env: { ENCRYPTION_KEYS: keys } });
});
afterAll(() => world.stop());

/** The operator's command line in the product's own environment. */
async function smartsync(...args: readonly string[]) {
  const { hubspot } = world.config;
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/smartsync.ts', ...args], {
    env: {
      ...process.env,
      DATABASE_URL: world.database.url,
      PUBLIC_URL: world.publicUrl,
      HUBSPOT_CLIENT_ID: hubspot.clientId,
      HUBSPOT_CLIENT_SECRET: hubspot.clientSecret,
      HUBSPOT_API_URL: hubspot.apiUrl,
      HUBSPOT_APP_URL: hubspot.appUrl,
      ENCRYPTION_KEYS: keys,
    },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += String(data)));
  const [code] = await once(child, 'close');
  return { code, output };
}

describe('smartsync erase-person', () => {
  it('forgets the contacts of an address and nobody else', async () => {
    await world.enrich('contacts', 'ann');
    await world.enrich('contacts', 'bob');

    const { code, output } = await smartsync('erase-person', 'Ann@Kestrel-Loom.example');

    expect(code).toBe(0);
    expect(output).toContain('account 7001: 1 contact forgotten');
    const kept = await world.query<{ object_id: string }>('SELECT object_id FROM enrichments');
    expect(kept.map((row) => row.object_id)).toEqual([world.id('bob')]);
  });

  it('leaves nothing of them in events that wait, divided by account or not', async () => {
    const tell = () =>
      sendEvents(
        world,
        ['ann', 'bob'].map((key) =>
          anEvent('object.propertyChange', world.id(key), { objectTypeId: '0-1', propertyName: 'city' }),
        ),
      );
    await tell();
    await world.query(`SELECT smartsync_sort_webhooks(1000, 'sort_webhooks', 'handle_webhooks', 20)`);
    await tell();

    const { code } = await smartsync('erase-person', 'ann@kestrel-loom.example');

    expect(code).toBe(0);
    const events = await world.query<{ id: string }>(
      `SELECT e ->> 'objectId' AS id FROM webhook_deliveries d, jsonb_array_elements(d.events) e`,
    );
    expect(events.map(({ id }) => id)).toEqual([world.id('bob'), world.id('bob')]);
    expect(await world.query('SELECT FROM webhook_inbox')).toEqual([]);
  });

  it('refuses what is no address', async () => {
    const { code, output } = await smartsync('erase-person', 'Ann');

    expect(code).toBe(1);
    expect(output).toContain('takes the e-mail address');
  });
});
