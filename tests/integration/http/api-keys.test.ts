import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { exportJWK, exportSPKI, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AuthenticateJwt, makeAuthenticateJwt } from '../../../backend/src/http/authenticate-jwt.ts';

const ORGANIZATION = '3f0e4a4e-8d27-4c6c-9a6b-0a6d1c9a7b11';
let server: Server;
let authenticate: AuthenticateJwt;
let privateKey: CryptoKey;
let publicPem: string;

beforeAll(async () => {
  const pair = await generateKeyPair('RS256', { extractable: true });
  privateKey = pair.privateKey;
  publicPem = await exportSPKI(pair.publicKey);
  const keys = [{ ...(await exportJWK(pair.publicKey)), kid: 'first', alg: 'RS256', use: 'sig' }];
  server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  authenticate = makeAuthenticateJwt({ secret: undefined, jwksUrl: `${originOf(server)}/jwks.json` });
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function originOf(listening: Server): string {
  const address = listening.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}

const claims = { sub: 'user-1', app_metadata: { organization_id: ORGANIZATION, role: 'member' } };
const sign = (key: CryptoKey, kid: string) =>
  new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid }).setExpirationTime('5m').sign(key);
const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('tokens that a key set checks', () => {
  it('are taken when one of its keys signed them', async () => {
    const caller = await authenticate(`Bearer ${await sign(privateKey, 'first')}`);

    expect(caller).toEqual({ userId: 'user-1', organizationId: ORGANIZATION, role: 'member' });
  });

  it('are refused when another key signed them', async () => {
    const other = await generateKeyPair('RS256');

    for (const kid of ['first', 'unknown']) {
      await expect(authenticate(`Bearer ${await sign(other.privateKey, kid)}`)).rejects.toMatchObject({
        code: 'unauthenticated',
      });
    }
  });

  it('are refused when the public key serves as a secret', async () => {
    const input = `${encode({ alg: 'HS256', kid: 'first' })}.${encode({ ...claims, exp: 9_999_999_999 })}`;
    const token = `${input}.${createHmac('sha256', publicPem).update(input).digest('base64url')}`;

    await expect(authenticate(`Bearer ${token}`)).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('are refused when nobody signed them', async () => {
    const token = `${encode({ alg: 'none', kid: 'first' })}.${encode({ ...claims, exp: 9_999_999_999 })}.`;

    await expect(authenticate(`Bearer ${token}`)).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('say nothing about the caller while the key set is away', async () => {
    const gone = makeAuthenticateJwt({ secret: undefined, jwksUrl: 'http://127.0.0.1:9/jwks.json' });

    await expect(gone(`Bearer ${await sign(privateKey, 'first')}`)).rejects.toMatchObject({
      code: 'upstream_unavailable',
    });
  });
});
