import http from 'node:http';
import https from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { AppError } from '../../domain/errors.ts';
import type { Clock } from '../../ports/clock.ts';
import type { CrmOauth, ExchangedCode } from '../../ports/crm-oauth.ts';
import type { NewTokens, RefreshResult } from '../../ports/installation-store.ts';
import type { Logger } from '../../ports/logger.ts';
import { HUBSPOT_API_VERSION } from './api-version.ts';
import { toAppError } from './errors.ts';
import { readOauthProblem } from './oauth-errors.ts';
import { OPTIONAL_SCOPES, REQUIRED_SCOPES } from './scopes.ts';
import { sendToHubspot, type WireAnswer } from './send-to-hubspot.ts';

/** The app as HubSpot knows it, and where HubSpot is. */
export interface HubspotOauthConfig {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUri: string;
  /** Origin of the consent page, e.g. `https://app.hubspot.com`. */
  readonly appUrl: string;
  /** Origin of the API, e.g. `https://api.hubapi.com`. */
  readonly apiUrl: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly timeoutMs?: number;
  /** Waits before the second and third attempt of a refresh. */
  readonly retry?: { readonly baseMs: number; readonly random?: () => number };
  readonly wait?: (ms: number) => Promise<void>;
}

const TOKEN_PATH = `/oauth/${HUBSPOT_API_VERSION}/token`;
const MAX_REFRESH_ATTEMPTS = 3;

const tokenAnswer = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1).nullish(),
  expires_in: z.number().positive(),
});
const installAnswer = tokenAnswer.extend({
  refresh_token: z.string().min(1),
  hub_id: z.number().int().positive(),
  user_id: z.number().int().positive(),
  scopes: z.array(z.string()).default([]),
});

/**
 * HubSpot's OAuth server on its dated endpoints; secrets travel in the form body only.
 *
 * A code is sent once (it is spent by a lost answer, too); a refresh up to three times, because HubSpot keeps the
 * refresh token valid. Revoking a token that is dead already is fine.
 */
export function makeHubspotOauth(config: HubspotOauthConfig): CrmOauth {
  const post = makePost(config);
  const client = { client_id: config.clientId, client_secret: config.clientSecret };
  return {
    authorizeUrl: (input) => authorizeUrl(config, input),
    async exchangeCode({ code, codeVerifier }) {
      const grant = { grant_type: 'authorization_code', code, redirect_uri: config.redirectUri };
      const answer = await post(TOKEN_PATH, { ...grant, ...client, code_verifier: codeVerifier });
      if (!isSuccess(answer)) {
        const problem = readOauthProblem(answer, 'code');
        return { kind: 'rejected', reason: problem.reason };
      }
      const parsed = parseTokens(installAnswer, answer);
      const { hub_id: portalId, user_id: userId, scopes } = parsed;
      const install: ExchangedCode = {
        tokens: toTokens(config, parsed, parsed.refresh_token),
        portalId,
        userId,
        scopes,
      };
      return { kind: 'exchanged', install };
    },
    async refresh(refreshToken): Promise<RefreshResult> {
      const fields = { grant_type: 'refresh_token', refresh_token: refreshToken, ...client };
      const answer = await postUntilAnswered(config, () => post(TOKEN_PATH, fields));
      if (isSuccess(answer)) {
        return { kind: 'refreshed', tokens: toTokens(config, parseTokens(tokenAnswer, answer), refreshToken) };
      }
      const problem = readOauthProblem(answer, 'refresh');
      if (problem.kind === 'revoked') return { kind: 'revoked', reason: problem.reason };
      // A code problem as the answer to a refresh says nothing about the customer's grant.
      throw toAppError(answer);
    },
    async revoke(refreshToken) {
      const fields = { token: refreshToken, token_type_hint: 'refresh_token', ...client };
      const answer = await postUntilAnswered(config, () => post(`${TOKEN_PATH}/revoke`, fields));
      const isGone = answer.kind === 'answered' && answer.status === 404;
      if (!isSuccess(answer) && !isGone) readOauthProblem(answer, 'refresh');
    },
  };
}

/** HubSpot may leave the refresh token out where it did not change. */
function toTokens(config: HubspotOauthConfig, parsed: z.infer<typeof tokenAnswer>, oldRefreshToken: string): NewTokens {
  return {
    accessToken: parsed.access_token,
    refreshToken: parsed.refresh_token ?? oldRefreshToken,
    expiresAt: new Date(config.clock.now().getTime() + parsed.expires_in * 1000),
  };
}

/** The consent page, with spaces as `%20` as HubSpot writes them; a portal id pre-selects the account. */
function authorizeUrl(config: HubspotOauthConfig, input: Parameters<CrmOauth['authorizeUrl']>[0]): string {
  const path = input.portalId === undefined ? '/oauth/authorize' : `/oauth/${input.portalId}/authorize`;
  const query = {
    client_id: config.clientId,
    redirect_uri: config.redirectUri,
    scope: REQUIRED_SCOPES.join(' '),
    ...(OPTIONAL_SCOPES.length === 0 ? {} : { optional_scope: OPTIONAL_SCOPES.join(' ') }),
    state: input.state,
    code_challenge: input.codeChallenge,
    code_challenge_method: 'S256',
  };
  const pairs = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return `${config.appUrl}${path}?${pairs.join('&')}`;
}

function makePost(config: HubspotOauthConfig) {
  const agent = new (config.apiUrl.startsWith('https:') ? https : http).Agent({ keepAlive: true });
  const end = { baseUrl: config.apiUrl, agent };
  return async (path: string, form: Readonly<Record<string, string>>): Promise<WireAnswer> => {
    const startedAtMs = performance.now();
    const answer = await sendToHubspot(end, { method: 'POST', target: path, form }, config.timeoutMs ?? 10_000);
    const status = answer.kind === 'answered' ? answer.status : null;
    const ms = Math.round(performance.now() - startedAtMs);
    config.logger[isSuccess(answer) ? 'debug' : 'warn']({ method: 'POST', path, status, ms }, 'hubspot oauth call');
    return answer;
  };
}

async function postUntilAnswered(config: HubspotOauthConfig, post: () => Promise<WireAnswer>): Promise<WireAnswer> {
  const { baseMs, random = Math.random } = config.retry ?? { baseMs: 250 };
  const wait = config.wait ?? ((ms: number) => sleep(ms));
  for (let attempt = 1; ; attempt += 1) {
    const answer = await post();
    const isFailure = answer.kind === 'no_answer' || answer.status >= 500;
    if (!isFailure || attempt >= MAX_REFRESH_ATTEMPTS) return answer;
    await wait(baseMs * 2 ** (attempt - 1) * (0.5 + random() / 2));
  }
}

function isSuccess(answer: WireAnswer): answer is Extract<WireAnswer, { kind: 'answered' }> {
  return answer.kind === 'answered' && answer.status >= 200 && answer.status < 300;
}

/** The cause is left out: it would quote the tokens. */
function parseTokens<T>(schema: z.ZodType<T>, answer: Extract<WireAnswer, { kind: 'answered' }>): T {
  const parsed = schema.safeParse(answer.body);
  if (parsed.success) return parsed.data;
  throw new AppError('upstream_unavailable', 'HubSpot’s token answer is incomplete. Try again in a moment.', {
    upstreamStatus: answer.status,
  });
}
