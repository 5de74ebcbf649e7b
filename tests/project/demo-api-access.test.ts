import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeAuthenticateJwt } from '../../backend/src/http/authenticate-jwt.ts';
import { makeDemoSeed } from '../../sandbox/seed/demo-portal.ts';
import { loadSeed } from '../../sandbox/seed/load-seed.ts';
import { makeSandboxState } from '../../sandbox/state/sandbox-state.ts';
import { writeApiAccess } from '../../scripts/demo/write-api-access.ts';

const SECRET = 'a secret of the caller with enough bytes';
let folder: string;
let values: Map<string, string>;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'smartsync-access-'));
  const file = path.join(folder, 'integration-api.env');
  await writeApiAccess(file, { secret: SECRET, backendOrigin: 'http://localhost:3000' });
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  values = new Map(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
});

afterAll(() => rmSync(folder, { recursive: true }));

describe('what the demo tells callers of the integration API', () => {
  it('is the token of an owner that the backend takes', async () => {
    const authenticate = makeAuthenticateJwt({ secret: SECRET, jwksUrl: undefined });

    const caller = await authenticate(`Bearer ${values.get('JWT')}`);

    expect(caller).toMatchObject({ role: 'owner', organizationId: values.get('ORGANIZATION_ID') });
  });

  it('is a token that the demo’s account takes', () => {
    const state = makeSandboxState();
    loadSeed(state, makeDemoSeed(new Date()));

    expect(state.oauth.accessTokens.get(values.get('HUBSPOT_TOKEN') ?? '')).toMatchObject({ kind: 'private-app' });
  });

  it('is named by the guide as the file names it', () => {
    const guide = readFileSync(path.resolve(import.meta.dirname, '../../docs/integration-api.md'), 'utf8');
    const [, section = ''] = /## Try it in the demo\n([\s\S]*?)\n## /.exec(guide) ?? [];

    const used = new Set(section.match(/(?<=\$)[A-Z_]+/g));

    expect([...used].sort()).toEqual([...values.keys()].sort());
  });
});
