import type { AutomationPurpose } from '../domain/automation/automation.ts';
import type { AutomationOutcome } from '../domain/enrichment/enrichment.ts';
import type { ObjectType } from '../domain/portal/settings.ts';
import type { IsoDateTime } from '../domain/time.ts';
import type { AutomationIntent } from './automation-store.ts';
import type { RunContext } from './enrichment-store.ts';

/** A record of which something was sent that HubSpot never confirmed, and of which it is known by now whether it was made. */
export interface DoubtfulRecord {
  readonly objectType: ObjectType;
  readonly recordId: string;
  readonly intents: readonly AutomationIntent[];
  /** Its latest enrichment that ended and did not fail, with settings and memory as they are now; undefined without one. */
  readonly context: RunContext | undefined;
  /** Why nothing may be made of it by itself any more; null: it may. */
  readonly barrier: 'stopped' | 'undone' | 'old' | null;
}

/** What came of looking again for what was in doubt of one record. */
export interface SettledRecord {
  readonly objectType: ObjectType;
  readonly recordId: string;
  readonly purposes: readonly AutomationPurpose[];
  /** What the enrichment tells from now on; undefined where there is none to tell it. */
  readonly told?: {
    readonly enrichmentId: string;
    readonly before: AutomationOutcome;
    readonly after: AutomationOutcome;
    /** null: as it is. */
    readonly undoPossibleUntil: IsoDateTime | null;
    /** One line for the log. */
    readonly message: string;
  };
}

/**
 * What automation sent and nobody confirmed.
 *
 * Contract for implementers:
 * - `takeDue` answers records of which something is in doubt and its time is over, oldest first; `limit` is of intents.
 *   They are answered again until `close`, whoever dies in between. What somebody works on at the moment is left out;
 * - `barrier` is `stopped` or `undone` for a record whose bulk run was stopped or undone, or whose enrichment was undone;
 *   `old` for what was first tried more than a day ago;
 * - `close` takes it off the list in one commit with what the enrichments tell and a log line each: what is in doubt still is
 *   forgotten, for whoever makes it next looks for it first. An enrichment that tells something else by now is left alone;
 * - `nextDueMs` says in how many milliseconds the next one is due, undefined when nothing is in doubt.
 */
export interface DoubtStore {
  takeDue(organizationId: string, limit: number): Promise<readonly DoubtfulRecord[]>;
  close(organizationId: string, records: readonly SettledRecord[]): Promise<void>;
  nextDueMs(organizationId: string): Promise<number | undefined>;
}
