import type { EnsuredProperties } from './crm.ts';

/**
 * Who may create properties of ours again that somebody deleted in an account.
 *
 * Contract for implementers:
 * - `oncePerHour` carries out `repair` at most once in an hour for an organisation, over all processes, and leaves a line in
 *   its log that names what was created, or why nothing could be; a repair that fails counts, one that throws what passes by
 *   itself (`rate_limited`, `upstream_unavailable`) does not;
 * - callers at the same time wait for the one repair and get its end;
 * - throws `disconnected` alone of what `repair` throws.
 */
export interface PropertyRepairs {
  oncePerHour(organizationId: string, repair: () => Promise<readonly EnsuredProperties[]>): Promise<RepairEnd>;
}

/** `repaired`: just now, by this caller or another: what was refused is worth another try; `not_now`: it is not. */
export type RepairEnd = 'repaired' | 'not_now';
