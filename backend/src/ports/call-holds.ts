/** Why calls of a portal are held, or fewer than HubSpot allows. */
export type CallState = 'normal' | 'limit' | 'daily_limit' | 'moving' | 'shared';

/** How the calls of a portal stand: what weighs most, over all of HubSpot's limits. */
export interface CallHold {
  /** `shared`: somebody else uses the same limit, so ours is smaller for a while. */
  readonly state: CallState;
  /** null while `normal`. */
  readonly until: Date | null;
}

/** Contract: `readHold` answers what holds at this moment, for every process, and `normal` for a portal that is not known. */
export interface CallHolds {
  readHold(portalId: number): Promise<CallHold>;
}
