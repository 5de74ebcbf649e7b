import { readFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { makeLocalhostCertificate } from './make-localhost-certificate.ts';

/** One call of HubSpot's command line. */
export interface CliCall {
  readonly method: string;
  readonly path: string;
  readonly body: Buffer;
}

const ACCOUNT = 1;
const SCHEMAS = path.resolve('scripts/hubspot/draft-schemas.json');
const BUILD = {
  buildId: 1,
  status: 'SUCCESS',
  isAutoDeployEnabled: false,
  subbuildStatuses: [
    { id: 'b1', buildName: 'app', buildType: 'APPLICATION', status: 'SUCCESS', visible: true, errorMessage: '' },
  ],
  uploadMessage: '',
  activitySource: { type: '', userId: 1 },
  platformVersion: '2026.09',
  deployableState: 'DEPLOYABLE',
};

/**
 * The endpoints of HubSpot that `hs project validate` and `hs project upload` call (@hubspot/cli 8.14.0), on loopback.
 *
 * The command line knows its host by `HUBAPI_DOMAIN_OVERRIDE` (read in @hubspot/local-dev-lib 5.10.3, not documented),
 * to which it adds `.com`; the path in the override takes that up.
 */
export async function startProjectApi() {
  const schemas: unknown = JSON.parse(await readFile(SCHEMAS, 'utf8'));
  const { key, cert } = makeLocalhostCertificate();
  const calls: CliCall[] = [];
  const server = createServer({ key, cert }, async (request, response) => {
    const call = {
      method: request.method ?? '',
      path: (request.url ?? '').replace(/^\/x\.com/, ''),
      body: await readAll(request),
    };
    calls.push(call);
    const answer = answerTo(call.path, schemas);
    response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer ?? { message: 'the stand-in has no such endpoint' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    calls,
    cert,
    /** What the command line needs beside its arguments. */
    environment: {
      HUBAPI_DOMAIN_OVERRIDE: `localhost:${port}/x`,
      USE_ENVIRONMENT_HUBSPOT_CONFIG: 'true',
      HUBSPOT_ACCOUNT_ID: String(ACCOUNT),
      HUBSPOT_PERSONAL_ACCESS_KEY: 'not-a-key',
      ALLOW_USAGE_TRACKING: 'false',
      SKIP_HUBSPOT_CLI_AUTO_UPDATES: '1',
    },
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

function answerTo(called: string, schemas: unknown): unknown {
  if (called.startsWith('/localdevauth/v1/auth/refresh')) {
    return {
      hubId: ACCOUNT,
      userId: 1,
      oauthAccessToken: 'token',
      expiresAtMillis: Date.now() + 3_600_000,
      scopeGroups: [],
      enabledFeatures: {},
      encodedOAuthRefreshToken: 'x',
      hubName: 'Stand-in',
      accountType: 'DEVELOPER_TEST',
    };
  }
  if (called.includes('/project-schemas/v3/')) return schemas;
  if (called.includes('/developer/projects/v1/by-name/')) return { id: 77, name: 'smartsync', portalId: ACCOUNT };
  if (called.includes('/upload/new-api')) return { createdBuildId: 1, buildId: 1 };
  if (called.includes('/structure')) return { topLevelComponentsWithChildren: { b1: [] } };
  return called.includes('/builds/1') ? BUILD : undefined;
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}
