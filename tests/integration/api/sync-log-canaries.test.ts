import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFreePort } from '../../../scripts/demo/choose-port.ts';
import { API_SECRET, type ApiWorld, OTHER_TOKEN, signToken, startApiWorld } from './api-world.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const CONTACT = {
  email: 'canary.person@canary-address.example',
  firstName: 'Canaryfirst',
  lastName: 'Canarylast',
  company: 'Canary Works',
  phone: '+44 20 7946 0999',
  title: 'Canarytitle',
};
const COMPANY = { name: 'Canary Mill', domain: 'canary-mill.example', description: 'Canarydescription' };
let world: ApiWorld;

beforeAll(async () => {
  world = await startApiWorld();
});

afterAll(async () => {
  await world.stop();
});

/** The product in a process of its own, as loud as it can be; gives back all that it printed. */
async function listenTo(work: (origin: string, token: string) => Promise<readonly number[]>) {
  const port = await findFreePort();
  const token = await signToken({ organizationId: randomUUID(), role: 'owner' });
  const tsx = path.join(ROOT, 'node_modules/tsx/dist/cli.mjs');
  const env = {
    PATH: process.env.PATH ?? '',
    ...world.environment,
    LOG_LEVEL: 'trace',
    DEBUG: 'smartsync:*',
    PORT: String(port),
    PUBLIC_URL: world.publicUrl,
    API_JWT_SECRET: API_SECRET,
  };
  const child = spawn(process.execPath, [tsx, path.join(ROOT, 'backend/src/main-web.ts')], { cwd: ROOT, env });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  await expect.poll(() => output, { timeout: 30_000 }).toContain('listening');
  const statuses = await work(`http://127.0.0.1:${port}/api/integrations/crm`, token);
  child.kill('SIGTERM');
  await once(child, 'exit');
  return { output, token, statuses };
}

describe('the log of the integration API at its loudest', () => {
  it('holds ids and no token, address, name, number or value of anybody, whatever is synced and whatever fails', async () => {
    const { output, token, statuses } = await listenTo(async (api, bearer) => {
      const send = async (method: string, route: string, body?: unknown) => {
        const headers = { authorization: `Bearer ${bearer}` };
        const options = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
        return (await fetch(`${api}${route}`, options)).status;
      };
      const wrong = { ...CONTACT, phone: 1 };
      return [
        await send('POST', '/connect', { crm_type: 'hubspot', access_token: 'pat-canary-token' }),
        await send('POST', '/connect', { crm_type: 'hubspot', access_token: OTHER_TOKEN, auto_enrich: true }),
        await send('POST', '/sync', { entity_type: 'contact', contact: CONTACT }),
        await send('POST', '/sync', { entity_type: 'company', company: COMPANY }),
        await send('POST', '/sync', { entity_type: 'contact', contact: wrong }),
        await send('POST', '/sync/batch', {
          entity_type: 'contact',
          contacts: [CONTACT, { ...CONTACT, email: 'canary' }],
        }),
        await send('GET', `/sync?cursor=canary-cursor-${encodeURIComponent(CONTACT.email)}`),
        await send('GET', `/${encodeURIComponent(CONTACT.email)}/mappings`),
      ];
    });

    expect(statuses).toEqual([400, 200, 200, 200, 422, 207, 422, 404]);
    expect(output).toMatch(/"operation":"create"[^\n]*"smartsync:sync done"/);
    expect(output).toMatch(/"hubspot call"/);
    expect(output.match(/canary[^"\s]*|7946 ?0999/gi) ?? []).toEqual([]);
    expect([token, OTHER_TOKEN, API_SECRET].filter((secret) => output.includes(secret))).toEqual([]);
  });
});
