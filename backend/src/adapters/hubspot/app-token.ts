import http from 'node:http';
import https from 'node:https';
import { z } from 'zod';
import { AppError } from '../../domain/errors.ts';
import type { Clock } from '../../ports/clock.ts';
import { HUBSPOT_API_VERSION } from './api-version.ts';
import { readOauthProblem } from './oauth-errors.ts';
import { sendToHubspot } from './send-to-hubspot.ts';

const tokenAnswer = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() });
/** A token is renewed so long before it ends. */
const RENEW_AHEAD_MS = 60_000;
const TIMEOUT_MS = 10_000;

/** The app as HubSpot knows it. */
export interface AppTokenConfig {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Origin of the API. */
  readonly apiUrl: string;
  readonly clock: Clock;
  readonly scopes: readonly string[];
}

/** The app's own token. */
export interface AppToken {
  get(options?: { readonly rejectedToken: string }): Promise<string>;
  forget(): void;
}

/**
 * Tokens of the app itself (client credentials), which belong to no account. The one that lives is used until a minute
 * before its end, or until HubSpot refused it.
 *
 * `get` throws `not_configured` when HubSpot does not give this app such scopes; `forget` makes it ask for a new one.
 */
export function makeAppToken(config: AppTokenConfig): AppToken {
  const agent = new (config.apiUrl.startsWith('https:') ? https : http).Agent({ keepAlive: false });
  const { clientId, clientSecret, clock, scopes } = config;
  let known: { readonly token: string; readonly endsAtMs: number } | undefined;
  const get: AppToken['get'] = async (options) => {
    const nowMs = clock.now().getTime();
    if (known && known.token !== options?.rejectedToken && known.endsAtMs - RENEW_AHEAD_MS > nowMs) return known.token;
    const client = { client_id: clientId, client_secret: clientSecret };
    const form = { grant_type: 'client_credentials', ...client, scope: scopes.join(' ') };
    const target = `/oauth/${HUBSPOT_API_VERSION}/token`;
    const answer = await sendToHubspot({ baseUrl: config.apiUrl, agent }, { method: 'POST', target, form }, TIMEOUT_MS);
    if (answer.kind !== 'answered' || answer.status >= 300) {
      const { reason } = readOauthProblem(answer, 'code');
      throw new AppError('not_configured', `HubSpot gives this app no token of its own. ${reason}`);
    }
    const parsed = tokenAnswer.safeParse(answer.body);
    if (!parsed.success) throw new AppError('upstream_unavailable', 'HubSpot’s token answer is incomplete.');
    known = { token: parsed.data.access_token, endsAtMs: nowMs + parsed.data.expires_in * 1000 };
    return known.token;
  };
  return {
    get,
    forget: () => {
      known = undefined;
    },
  };
}
