/**
 * Single-use `state` values of installs that have begun.
 *
 * Contract: `save` stores a hash, never the value; `consume` answers true exactly once per state, and only for the
 * browser (hash of its cookie) that began it, before it expires; everything else is false.
 */
export interface OauthStateStore {
  save(input: { readonly state: string; readonly browserKey: string; readonly expiresAt: Date }): Promise<void>;
  consume(input: { readonly state: string; readonly browserKey: string; readonly now: Date }): Promise<boolean>;
}
