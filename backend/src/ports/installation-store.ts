import type { Door } from '../domain/portal/describe-caller.ts';
import type { IsoDateTime } from '../domain/time.ts';

/** How we authenticate at one portal. */
export type AuthKind = 'oauth' | 'private_app';

/** How the connection to a portal stands. `error` is our own misconfiguration: it never pauses the customer's jobs. */
export type ConnectionStatus = 'connected' | 'disconnected' | 'error';

/** One installed portal, without secrets. */
export interface Installation {
  readonly organizationId: string;
  readonly integrationId: string;
  readonly portalId: number;
  readonly authKind: AuthKind;
  readonly status: ConnectionStatus;
  /** Why it is not connected, in words for an admin; null while connected. */
  readonly statusReason: string | null;
  readonly scopes: readonly string[];
  /** HubSpot user id of the installer; null in private-app mode. */
  readonly installedByUserId: number | null;
  /** e.g. `app-eu1.hubspot.com`; null until read. */
  readonly uiDomain: string | null;
  /** IANA name; null until read. */
  readonly timeZone: string | null;
  readonly installedAt: IsoDateTime;
}

/** A set of OAuth tokens in clear; lives in memory only. */
export interface TokenSet {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresAt: Date;
  /** Grows with every save: the fence that rejects a late refresh answer. */
  readonly version: number;
}

/** What an install or a refresh brings. */
export interface NewTokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresAt: Date;
}

/** Outcome of a refresh by the one process that was allowed to do it. */
export type RefreshResult =
  | { readonly kind: 'refreshed'; readonly tokens: NewTokens }
  | { readonly kind: 'revoked'; readonly reason: string };

/**
 * Portals and their tokens.
 *
 * Contract for implementers:
 * - tokens are stored encrypted under the tenant's data key and come back in clear; they never appear elsewhere;
 * - `saveInstallation` upserts on the portal id: a second install of the same portal keeps its organisation, replaces
 *   the tokens and sets it connected; a new portal gets a new organisation and a new data key;
 * - `findByPortalId` needs no tenant and reads no secret; undefined for a portal that was never installed;
 * - `recallByPortalId` gives what this process found last, without asking, and undefined where it found nothing: it may be
 *   out of date, so that whatever is begun with it waits for `findByPortalId`, asked in the same turn, to say the same, or
 *   begins only where the version is still the same (`beginRunOfSeen`);
 * - `readTokens` answers undefined when there are none (private-app mode, or erased);
 * - `readPrivateAppToken` answers the stored token of a private app; undefined when there is none (it is in the environment);
 * - `refreshTokens` calls `refresh` at most once at a time per portal over all processes; when the stored version is
 *   newer than `staleVersion` it answers the stored tokens without calling; the holder's death frees the next one;
 *   a `revoked` result marks the connection disconnected and answers undefined; a thrown error changes nothing;
 * - `disconnect` forgets the tokens, destroys the tenant's data key (nothing sealed for it can be opened again), marks
 *   the connection disconnected and logs who did it; repeating it is harmless;
 * - `markStatus` on an unknown organisation throws `not_found`.
 */
export interface InstallationStore {
  findByPortalId(portalId: number): Promise<Installation | undefined>;
  recallByPortalId(portalId: number): SeenInstallation | undefined;
  findByOrganizationId(organizationId: string): Promise<Installation | undefined>;
  saveInstallation(input: SaveInstallationInput): Promise<Installation>;
  readTokens(organizationId: string): Promise<TokenSet | undefined>;
  readPrivateAppToken(organizationId: string): Promise<string | undefined>;
  refreshTokens(input: RefreshTokensInput): Promise<TokenSet | undefined>;
  disconnect(input: DisconnectInput): Promise<void>;
  markStatus(organizationId: string, status: ConnectionStatus, reason: string | null): Promise<void>;
}

/** An installation as it was found at some time. */
export interface SeenInstallation {
  readonly installation: Installation;
  /** Differs from an earlier one as soon as anything of the installation changed. */
  readonly version: string;
}

/** What is known when an install completes. */
export interface SaveInstallationInput {
  readonly portalId: number;
  readonly authKind: AuthKind;
  /** null in private-app mode: that token stays in the environment. */
  readonly tokens: NewTokens | null;
  readonly scopes: readonly string[];
  readonly installedByUserId: number | null;
  readonly uiDomain: string | null;
  readonly timeZone: string | null;
}

/** Asks for a refresh of the tokens that had this version. */
export interface RefreshTokensInput {
  readonly organizationId: string;
  readonly staleVersion: number;
  readonly refresh: (refreshToken: string) => Promise<RefreshResult>;
}

/** Who disconnected a portal, and what the log says about it. */
export interface DisconnectInput {
  readonly organizationId: string;
  readonly reason: string;
  readonly userId: number | null;
  /** Where it was asked for; absent: in HubSpot. */
  readonly door?: Door | 'card';
}
