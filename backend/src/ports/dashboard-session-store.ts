/** Who is signed in to the dashboard, and as what. */
export interface DashboardSession {
  /** Of the token, or of the portal whose user signed in through HubSpot. */
  readonly organizationId: string;
  /** HubSpot's id of the user, or the `sub` of the token. */
  readonly userId: string;
  /** `owner` and `admin` may manage; null when the token named none. */
  readonly role: string | null;
  readonly signedInBy: 'hubspot' | 'token';
  /** The session ends then, however busy it is. */
  readonly expiresAt: Date;
}

/**
 * Sessions of the web dashboard.
 *
 * Contract for implementers:
 * - `sessionId` is a secret of at least 128 bits and is kept as a hash only;
 * - `find` answers undefined for one that is unknown, ended, past `expiresAt`, or not seen for `idleSeconds` (clock of the
 *   database); it counts as seeing it unless `isGlance`: a page that is only left open does not keep a session alive;
 * - `begin` also removes what the organisation has of sessions past their end;
 * - `end` of what is not there is harmless.
 */
export interface DashboardSessionStore {
  begin(input: {
    readonly sessionId: string;
    readonly session: Omit<DashboardSession, 'expiresAt'>;
    readonly lifeSeconds: number;
  }): Promise<DashboardSession>;
  find(input: {
    readonly sessionId: string;
    readonly idleSeconds: number;
    readonly isGlance: boolean;
  }): Promise<DashboardSession | undefined>;
  end(sessionId: string): Promise<void>;
}
