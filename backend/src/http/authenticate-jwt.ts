import { createRemoteJWKSet, errors, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { z } from 'zod';
import { AppError } from '../domain/errors.ts';

/** Who calls the integration API, as the token says. */
export interface ApiCaller {
  readonly userId: string;
  readonly organizationId: string;
  /** `owner` and `admin` may manage connections; null when the token names none. */
  readonly role: string | null;
}

/** Reads the bearer token of a request; throws `unauthenticated`, `forbidden` or `not_configured`. */
export type AuthenticateJwt = (authorization: string | undefined) => Promise<ApiCaller>;

// The algorithm comes from here and never from the token: a secret checks HS256 alone, a key set public-key signatures alone.
const SECRET_ALGORITHMS = ['HS256'];
const KEY_SET_ALGORITHMS = ['RS256', 'ES256', 'EdDSA'];
/** Our clock and the issuer's may differ by so much. */
const CLOCK_TOLERANCE_SECONDS = 5;
/** A key that was just added works after this; tokens with invented key ids make no more requests than that. */
const KEY_SET_COOLDOWN_MS = 5_000;

const claimsSchema = z.object({
  sub: z.string().min(1).max(200),
  app_metadata: z.object({ organization_id: z.unknown(), role: z.unknown() }).partial().catch({}),
});

/**
 * Checks tokens of the integration API: signature, algorithm, expiry, who and whose (Supabase's claims).
 *
 * @param keys undefined: nothing is configured, and every request is answered `not_configured`
 */
export function makeAuthenticateJwt(
  keys: { readonly secret: string | undefined; readonly jwksUrl: string | undefined } | undefined,
): AuthenticateJwt {
  if (keys === undefined) {
    return async () => {
      const message = 'The integration API is not configured: set API_JWT_SECRET or API_JWKS_URL.';
      throw new AppError('not_configured', message);
    };
  }
  const secret = keys.secret === undefined ? undefined : new TextEncoder().encode(keys.secret);
  const keySet =
    keys.jwksUrl === undefined
      ? undefined
      : createRemoteJWKSet(new URL(keys.jwksUrl), { cooldownDuration: KEY_SET_COOLDOWN_MS });
  const getKey: JWTVerifyGetKey = async (header, token) => {
    if (header.alg === 'HS256' && secret !== undefined) return secret;
    if (header.alg !== 'HS256' && keySet !== undefined) return keySet(header, token);
    throw new errors.JOSEAlgNotAllowed('there is no key for this algorithm');
  };
  const algorithms = [
    ...(secret === undefined ? [] : SECRET_ALGORITHMS),
    ...(keySet === undefined ? [] : KEY_SET_ALGORITHMS),
  ];
  return async (authorization) => {
    const [, token] = /^Bearer +(\S+)$/i.exec(authorization ?? '') ?? [];
    if (token === undefined) throw new AppError('unauthenticated', 'Send a token: Authorization: Bearer <JWT>.');
    const payload = await verify(token, getKey, algorithms);
    return readCaller(payload);
  };
}

async function verify(token: string, getKey: JWTVerifyGetKey, algorithms: string[]): Promise<unknown> {
  const options = { algorithms, requiredClaims: ['exp', 'sub'], clockTolerance: CLOCK_TOLERANCE_SECONDS };
  try {
    return (await jwtVerify(token, getKey, options)).payload;
  } catch (cause) {
    if (cause instanceof errors.JWTExpired) {
      throw new AppError('unauthenticated', 'The token has expired. Get a new one.', {}, { cause });
    }
    if (isTokensFault(cause)) {
      throw new AppError('unauthenticated', 'The token is not valid.', {}, { cause });
    }
    const message = 'The keys of the tokens (API_JWKS_URL) could not be read. Try again in a moment.';
    throw new AppError('upstream_unavailable', message, {}, { cause });
  }
}

/** Anything else is that the key set could not be had, which says nothing about the token. */
function isTokensFault(cause: unknown): boolean {
  if (cause instanceof errors.JWKSTimeout || cause instanceof errors.JWKSInvalid) return false;
  return cause instanceof errors.JOSEError && cause.code !== 'ERR_JOSE_GENERIC';
}

function readCaller(payload: unknown): ApiCaller {
  const claims = claimsSchema.safeParse(payload);
  if (!claims.success) throw new AppError('unauthenticated', 'The token does not say who you are (sub).');
  const { organization_id: organization, role } = claims.data.app_metadata;
  const organizationId = z.uuid().safeParse(organization);
  if (!organizationId.success) {
    throw new AppError('forbidden', 'The token belongs to no organisation (app_metadata.organization_id).');
  }
  const userId = claims.data.sub;
  return { userId, organizationId: organizationId.data.toLowerCase(), role: typeof role === 'string' ? role : null };
}
