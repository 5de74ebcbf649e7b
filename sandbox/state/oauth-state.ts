/** Everything that proves who calls: codes, access tokens, refresh tokens. */
export interface AuthorizationCode {
  readonly portalId: number;
  readonly userId: number;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly codeChallenge: { readonly value: string; readonly method: string } | undefined;
  readonly expiresAtMs: number;
}

export interface AccessToken {
  readonly kind: 'oauth' | 'private-app' | 'app';
  /** undefined for a token of the app itself (client credentials). */
  readonly portalId: number | undefined;
  readonly userId: number | undefined;
  readonly scopes: readonly string[];
  expiresAtMs: number;
}

export interface RefreshToken {
  readonly portalId: number;
  readonly userId: number;
  readonly scopes: readonly string[];
}

export interface TokenCall {
  readonly grantType: string;
  readonly portalId: number | undefined;
  readonly status: number;
  readonly atMs: number;
}

export interface OAuthState {
  readonly codes: Map<string, AuthorizationCode>;
  readonly accessTokens: Map<string, AccessToken>;
  readonly refreshTokens: Map<string, RefreshToken>;
  calls: TokenCall[];
}

/** Makes an OAuth state in which nobody has been let in yet. */
export function makeOAuthState(): OAuthState {
  return { codes: new Map(), accessTokens: new Map(), refreshTokens: new Map(), calls: [] };
}
