import type { ApiReply } from '../http/api-route.ts';

/** Refusals of the token endpoint: RFC 6749's words plus HubSpot's older `status` and `message`. */
const REFUSALS = {
  BAD_REFRESH_TOKEN: ['invalid_grant', 'refresh token is invalid, expired or revoked'],
  BAD_HUB: ['access_denied', 'the account does not exist or is deactivated'],
  BAD_CLIENT_ID: ['invalid_client', 'missing or unknown client id'],
  BAD_CLIENT_SECRET: ['invalid_client', 'missing or invalid client secret'],
  BAD_REDIRECT_URI: ['invalid_request', 'missing or invalid redirect uri'],
  BAD_SCOPES: ['invalid_scope', 'the scopes are not registered for this app'],
  BAD_AUTH_CODE: ['invalid_grant', 'missing or unknown auth code'],
  BAD_CODE_VERIFIER: ['invalid_grant', 'the code verifier does not match the code challenge'],
  BAD_GRANT_TYPE: ['unsupported_grant_type', 'missing or unknown grant_type'],
  BAD_REQUEST: ['invalid_request', 'send client id, secret and tokens as form fields, never in the URL'],
} as const;

export type OAuthRefusal = keyof typeof REFUSALS;

/** The 400 that HubSpot's token endpoints answer. */
export function refuseToken(status: OAuthRefusal): ApiReply {
  const [error, message] = REFUSALS[status];
  return { status: 400, body: { error, error_description: message, status, message } };
}
