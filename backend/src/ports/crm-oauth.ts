import type { NewTokens, RefreshResult } from './installation-store.ts';

/** What the token endpoint says about an install. Portal and user come from here, never from a query string. */
export interface ExchangedCode {
  readonly tokens: NewTokens;
  readonly portalId: number;
  readonly userId: number;
  readonly scopes: readonly string[];
}

/**
 * The CRM's OAuth server.
 *
 * Contract: `exchangeCode` answers `rejected` for a code that is wrong, used or late (the user starts again);
 * `refresh` answers `revoked` only when the customer ended the grant (`BAD_REFRESH_TOKEN`, `BAD_HUB`);
 * our own misconfiguration (`BAD_CLIENT_ID`, `BAD_CLIENT_SECRET`, …) throws `not_configured`; no answer throws `upstream_unavailable`.
 */
export interface CrmOauth {
  /** The consent page's address for this state; `portalId` pre-selects the account. */
  authorizeUrl(input: { readonly state: string; readonly codeChallenge: string; readonly portalId?: number }): string;
  exchangeCode(input: {
    readonly code: string;
    readonly codeVerifier: string;
  }): Promise<
    | { readonly kind: 'exchanged'; readonly install: ExchangedCode }
    | { readonly kind: 'rejected'; readonly reason: string }
  >;
  refresh(refreshToken: string): Promise<RefreshResult>;
  revoke(refreshToken: string): Promise<void>;
}
