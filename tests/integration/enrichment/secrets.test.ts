import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFreePort } from '../../../scripts/demo/choose-port.ts';
import { installApp } from '../../../scripts/demo/install-app.ts';
import { makeSignedFetch } from '../../support/signed-fetch.ts';
import { OTHER_PORTAL, startWorld, type World } from './world.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
let world: World;

beforeAll(async () => {
  world = await startWorld();
});

afterAll(async () => {
  await world.stop();
});

/** Starts the product as `npm start` does, and collects all that it prints. */
function startBackend(env: Record<string, string>) {
  const tsx = path.join(ROOT, 'node_modules/tsx/dist/cli.mjs');
  const child = spawn(process.execPath, [tsx, path.join(ROOT, 'backend/src/main.ts')], {
    cwd: ROOT,
    env: { PATH: process.env.PATH ?? '', ...env },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  return { child, output: () => output };
}

describe('the log', () => {
  it('of a whole enrichment at its loudest holds no token, secret, e-mail address or person’s name', async () => {
    const port = await findFreePort();
    const keys = `k1:${randomBytes(32).toString('base64')}`;
    const { child, output } = startBackend({
      LOG_LEVEL: 'trace',
      PORT: String(port),
      DATABASE_URL: world.database.url,
      PUBLIC_URL: world.publicUrl,
      HUBSPOT_CLIENT_ID: 'client',
      HUBSPOT_CLIENT_SECRET: world.config.hubspot.clientSecret ?? '',
      HUBSPOT_API_URL: world.sandbox.url,
      HUBSPOT_APP_URL: world.sandbox.url,
      ENCRYPTION_KEYS: keys,
    });
    await expect.poll(output, { timeout: 30_000 }).toContain('listening');
    const origin = `http://127.0.0.1:${port}`;
    await installApp({ backendOrigin: origin, portalId: OTHER_PORTAL, userId: 601, callbackOrigin: origin });
    const send = makeSignedFetch({
      origin,
      publicUrl: world.publicUrl,
      clientSecret: world.config.hubspot.clientSecret ?? '',
    });
    const body = JSON.stringify({
      objectType: 'companies',
      objectId: world.id('kestrel', OTHER_PORTAL),
      idempotencyKey: 'k',
    });

    const response = await send(
      '/api/hubspot/enrichments?userEmail=canary%40rival.example',
      { portalId: OTHER_PORTAL, userId: 601 },
      { method: 'POST', body },
    );
    child.kill('SIGTERM');
    await once(child, 'exit');

    const { accessTokens, refreshTokens } = world.sandbox.admin.state.oauth;
    const secrets = [
      ...accessTokens.keys(),
      ...refreshTokens.keys(),
      keys.slice(3),
      world.config.hubspot.clientSecret ?? 'x',
      'canary',
      'rival.example',
    ];
    expect(response.status).toBe(200);
    expect(output()).toContain('/crm/objects/2026-09/');
    expect(secrets.filter((secret) => output().includes(secret))).toEqual([]);
    expect(child.exitCode).toBe(0);
  });
});

describe('a wrong start', () => {
  it('is refused with every problem at once, no secret shown, and a code that is not 0', async () => {
    const { child, output } = startBackend({
      NODE_ENV: 'production',
      HUBSPOT_CLIENT_SECRET: 'do-not-show-me',
      LOG_LEVEL: 'loud',
      ENCRYPTION_KEYS: 'k1:c2hvcnQ=',
    });
    await once(child, 'exit');

    expect(child.exitCode).toBe(1);
    expect(output()).toMatch(/LOG_LEVEL[\s\S]*PUBLIC_URL[\s\S]*HUBSPOT_CLIENT_ID/);
    expect(output()).not.toMatch(/do-not-show-me|c2hvcnQ/);
  });
});
