import { makeHubspotOauth } from '../../../backend/src/adapters/hubspot/oauth.ts';
import { OPTIONAL_SCOPES, REQUIRED_SCOPES } from '../../../backend/src/adapters/hubspot/scopes.ts';
import { uninstallApp } from '../../../sandbox/oauth/issue-tokens.ts';
import { startSandbox } from '../../../sandbox/start-sandbox.ts';
import { silentLogger } from '../../support/silent-logger.ts';
import { type CrmOauthStand, describeCrmOauth } from './crm-oauth-battery.ts';

const PORTAL = 4711;
const REDIRECT_URI = 'http://127.0.0.1:3000/api/auth/hubspot/callback';

async function start(settings: { readonly rotatesRefreshTokens: boolean }): Promise<CrmOauthStand> {
  const sandbox = await startSandbox({
    settings,
    app: {
      appId: 90_001,
      name: 'oppSpot SmartSync',
      clientId: 'client-1',
      clientSecret: 'secret-1',
      redirectUrls: [REDIRECT_URI],
      requiredScopes: [...REQUIRED_SCOPES],
      optionalScopes: [...OPTIONAL_SCOPES],
    },
    seed: {
      portals: [
        {
          id: PORTAL,
          name: 'Battery',
          users: [{ id: 1, email: 'ana@harbour.example', firstName: 'Ana', lastName: 'Bell', superAdmin: true }],
        },
      ],
    },
  });
  const oauth = makeHubspotOauth({
    clientId: 'client-1',
    clientSecret: 'secret-1',
    redirectUri: REDIRECT_URI,
    appUrl: sandbox.url,
    apiUrl: sandbox.url,
    clock: { now: () => new Date() },
    logger: silentLogger,
  });
  return {
    oauth,
    async consent(url) {
      const body = new URLSearchParams({ decision: 'connect', account: `${PORTAL}:1` });
      const response = await fetch(url, { method: 'POST', body, redirect: 'manual' });
      const target = new URL(response.headers.get('location') ?? `http://none/?code=${response.status}`);
      return { code: target.searchParams.get('code') ?? '', state: target.searchParams.get('state') ?? '' };
    },
    uninstall: async () => uninstallApp(sandbox.admin.state, PORTAL),
    stop: () => sandbox.stop(),
  };
}

describeCrmOauth('HubSpot over HTTP', () => start({ rotatesRefreshTokens: false }));
describeCrmOauth('HubSpot with rotating refresh tokens', () => start({ rotatesRefreshTokens: true }));
