import { z } from 'zod';
import { AppError } from '../../domain/errors.ts';
import { toAppError } from './errors.ts';
import type { WireAnswer } from './send-to-hubspot.ts';

/** What an error of the token endpoint means. */
export type OauthProblem =
  | { readonly kind: 'revoked'; readonly reason: string }
  | { readonly kind: 'restart'; readonly reason: string };

const errorBody = z.object({ status: z.string().optional(), error: z.string().optional() });

/** HubSpot's `status` words by what they mean; the RFC 6749 `error` counts only where `status` is absent. */
const MEANINGS: Readonly<Record<string, 'revoked' | 'ours' | 'restart'>> = {
  BAD_REFRESH_TOKEN: 'revoked',
  BAD_HUB: 'revoked',
  BAD_CLIENT_ID: 'ours',
  BAD_CLIENT_SECRET: 'ours',
  BAD_REDIRECT_URI: 'ours',
  BAD_SCOPES: 'ours',
  BAD_GRANT_TYPE: 'ours',
  BAD_AUTH_CODE: 'restart',
  BAD_CODE_VERIFIER: 'restart',
  invalid_client: 'ours',
  unauthorized_client: 'ours',
  unsupported_grant_type: 'ours',
  invalid_scope: 'ours',
};

const REASONS: Readonly<Record<string, string>> = {
  BAD_REFRESH_TOKEN: 'The app was removed or its access was ended in HubSpot.',
  BAD_HUB: 'The HubSpot account does not exist any more.',
  BAD_AUTH_CODE: 'The code was used already or is too old. Start the connection again.',
  BAD_CODE_VERIFIER: 'The connection was begun in another browser. Start it again.',
};

/**
 * Reads a refusal of the token endpoint by its status word.
 *
 * @param grant decides what a bare `invalid_grant` means: a dead refresh token, or a code to be asked for again
 * @throws `not_configured` for what only we can repair, so that no customer is called disconnected for it;
 * `upstream_unavailable` or `rate_limited` when there was no verdict; `upstream_rejected` for a word that is new to us
 */
export function readOauthProblem(answer: WireAnswer, grant: 'code' | 'refresh'): OauthProblem {
  if (answer.kind === 'no_answer' || answer.status >= 500 || [423, 429, 477].includes(answer.status)) {
    const retryAfterMs = answer.kind === 'answered' ? answer.retryAfterMs : null;
    throw toAppError(answer, retryAfterMs === null ? {} : { retryAfterMs });
  }
  const body = errorBody.safeParse(answer.body).data ?? {};
  const word = body.status && body.status !== 'error' ? body.status : (body.error ?? '');
  const isBareGrant = word === 'invalid_grant' || word === 'access_denied';
  const meaning = isBareGrant ? (grant === 'refresh' ? 'revoked' : 'restart') : MEANINGS[word];
  if (meaning === 'ours') {
    const message = `HubSpot refuses this app's own settings (${word}). Check HUBSPOT_CLIENT_ID, HUBSPOT_CLIENT_SECRET, the redirect URI and the scopes.`;
    throw new AppError('not_configured', message, { upstreamStatus: answer.status, upstreamCategory: word });
  }
  if (meaning === undefined) throw toAppError(answer, word === '' ? {} : { upstreamCategory: word });
  return { kind: meaning, reason: REASONS[word] ?? `HubSpot answered ${word}.` };
}
