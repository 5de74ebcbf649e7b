import type { CompanyIdentity } from '../domain/company/company.ts';
import type { DomainTeller } from '../domain/company/stated-number.ts';
import type { Enrichment, PropertyChange, RequestedBy, UndoStep } from '../domain/enrichment/enrichment.ts';
import type { ObjectType, PortalSettings } from '../domain/portal/settings.ts';
import type { ScoreHistoryEntry } from '../domain/scoring/score-history.ts';
import type { IsoDateTime } from '../domain/time.ts';
import type { SeenInstallation } from './installation-store.ts';

/** A run as asked for. */
export interface RunRequest {
  readonly objectType: ObjectType;
  readonly objectId: string;
  readonly mode: 'apply' | 'preview';
  readonly refresh: boolean;
  /** Our id of the company that the rep chose; null when none was. */
  readonly companyId: string | null;
  readonly requestedBy: RequestedBy;
}

/** How a request to run was received. */
export type BegunRun =
  /** With all that the run needs, so that it can go on at once. */
  | { readonly kind: 'started'; readonly enrichment: Enrichment; readonly context: RunContext }
  /** The same key and body came before. */
  | { readonly kind: 'replayed'; readonly enrichment: Enrichment }
  /** Another key asked for the same record, which is running. */
  | { readonly kind: 'joined'; readonly enrichment: Enrichment }
  /** The key was used for another record, mode or company. */
  | { readonly kind: 'conflict' }
  /** The portal's daily cap is reached; nothing was started. */
  | { readonly kind: 'capped'; readonly recordsPerDay: number };

/** What we remember about one CRM record between runs: the match and what we last wrote. */
export interface RecordMemory {
  readonly companyNumber: string | null;
  readonly matchConfidence: number | null;
  readonly matchReasons: readonly string[];
  /** Who accepted the match; null while none is. */
  readonly acceptedBy: 'auto' | 'person' | null;
  /** What the record said about its company when we last looked, and which HubSpot company said it. */
  readonly identity: CompanyIdentity | null;
  readonly identityCompanyId: string | null;
  readonly identityReadAt: IsoDateTime | null;
  /** Last value we wrote per property. */
  readonly written: Readonly<Record<string, string>>;
  /** What an undo put back that was never ours; absent: nothing. */
  readonly restored?: Readonly<Record<string, string>>;
  /** Companies that a person said this record is not; never accepted again without a person. Absent: none. */
  readonly rejectedCompanyNumbers?: readonly string[];
  /** `inputHash` of the last score; null when there was none. */
  readonly inputHash: string | null;
  readonly lastEnrichedAt: IsoDateTime | null;
}

/** Everything a run needs from our side, read at once. */
export interface RunContext {
  readonly request: RunRequest;
  readonly enrichment: Enrichment;
  readonly settings: PortalSettings;
  readonly memory: RecordMemory | undefined;
  /** Of a write to the record whose end no run has told yet (`WriteSnapshots`); absent: none. */
  readonly snapshot?: readonly UndoStep[];
}

/** Which company a domain belongs to, and who said so. */
export interface DomainCompany {
  readonly companyNumber: string;
  readonly toldBy: 'person' | DomainTeller;
}

/** A run to begin. */
export interface BeginRunInput {
  readonly organizationId: string;
  readonly enrichmentId: string;
  readonly idempotencyKey: string;
  readonly request: RunRequest;
  readonly leaseOwner: string;
  readonly leaseSeconds: number;
  /** Starts although the daily cap is reached, and is not counted: nothing is looked up that costs. */
  readonly isBeyondCap?: boolean;
}

/** What a finished run leaves behind. */
export interface FinishRunInput {
  readonly organizationId: string;
  readonly enrichment: Enrichment;
  /** undefined: leave as it is. */
  readonly memory: RecordMemory | undefined;
  /**
   * Whether the values before its writes are kept (`WriteSnapshots`): then a database that crashes may lose this result
   * as if the process had died before, and the run is done again; else, and where absent, the result is on the disk when this
   * resolves.
   */
  readonly isSnapshotKept?: boolean;
}

/**
 * Runs and what they leave behind.
 *
 * Contract for implementers:
 * - `beginRun` is atomic over processes: one running run per record, one effect per idempotency key (kept ≥ 24 h); a
 *   run that starts is leased to its caller, and a recovery job for the time after the lease comes with the same commit;
 * - `beginRun` counts a run against the portal's daily cap (UTC) with the same commit, so that the cap binds over
 *   processes; a replay or a join is not counted;
 * - `beginRunOfSeen` does the same in one trip, only where the installation still is of the version that was seen; it
 *   answers undefined, with nothing done, where it is not, and where the key or the record has a run already;
 * - `claimRun` leases a running run whose lease has expired (database clock); false when it is finished or somebody has it;
 * - `renewLease` answers false when the lease was lost: the caller must stop writing;
 * - `finishRun` stores result, memory, sync log and the score's place in the history in one transaction, once: a second
 *   finish of a run changes nothing and answers false;
 * - a memory that `finishRun`, or `amendRun` for an apply, stores takes the record's write snapshot away with the same commit;
 * - the history of scores has one entry a record, day and different result, and none of what the organisation does not own;
 * - `amendRun` replaces the result of a finished run with memory and a log line of its own, in one transaction;
 * - `forgetMatch` is atomic: the record's match and the domain's (where this record's choice made it) go, the rejection and
 *   a log line come; it does nothing while a run of the record goes on;
 * - reads answer undefined for what the organisation does not own.
 */
export interface EnrichmentStore {
  beginRun(input: BeginRunInput): Promise<BegunRun>;
  beginRunOfSeen(input: BeginRunInput, seen: SeenInstallation): Promise<BegunRun | undefined>;
  claimRun(input: LeaseInput): Promise<boolean>;
  renewLease(input: LeaseInput): Promise<boolean>;
  /** Ids of running runs whose lease has ended, oldest first: their processes died. */
  findLostRuns(organizationId: string): Promise<readonly string[]>;
  readRunContext(organizationId: string, enrichmentId: string): Promise<RunContext | undefined>;
  finishRun(input: FinishRunInput): Promise<boolean>;
  amendRun(input: AmendRunInput): Promise<void>;
  forgetMatch(input: {
    readonly organizationId: string;
    readonly objectType: ObjectType;
    readonly objectId: string;
    readonly requestedBy: RequestedBy;
  }): Promise<
    | { readonly kind: 'forgotten'; readonly companyId: string }
    /** It was forgotten earlier and nothing was matched since. */
    | { readonly kind: 'forgotten_before' | 'nothing' | 'running' }
  >;
  findEnrichment(organizationId: string, enrichmentId: string): Promise<Enrichment | undefined>;
  findLatestForRecord(
    organizationId: string,
    objectType: ObjectType,
    objectId: string,
  ): Promise<Enrichment | undefined>;
  /** The latest run of a record, and what the record scored before: the newest first, at most ten entries. */
  viewRecord(
    organizationId: string,
    objectType: ObjectType,
    objectId: string,
  ): Promise<{ readonly enrichment: Enrichment | undefined; readonly history: readonly ScoreHistoryEntry[] }>;
  /** What a company scored, seen from all its records: the newest first, at most 200 entries. */
  findScoresOfCompany(organizationId: string, companyNumber: string): Promise<readonly ScoreHistoryEntry[]>;
  /** The register company that a person chose for this domain, or a source told; undefined when nobody did. */
  findCompanyByDomain(organizationId: string, domain: string): Promise<DomainCompany | undefined>;
  /** Replaces what was remembered; what a person chose is replaced by a person only. */
  saveCompanyDomain(input: DomainCompany & { readonly organizationId: string; readonly domain: string }): Promise<void>;
}

/** What an apply or an undo leaves behind. */
export interface AmendRunInput {
  readonly organizationId: string;
  /** The run with its new changes. */
  readonly enrichment: Enrichment;
  /** undefined: leave as it is. */
  readonly memory: RecordMemory | undefined;
  readonly kind: 'apply' | 'undo';
  /** What this apply or undo itself wrote and kept, for the log. */
  readonly done: readonly PropertyChange[];
  /** What the log says beside the properties; absent for nothing. */
  readonly message?: string;
  readonly requestedBy: RequestedBy;
}

/** Names a run and who works on it. */
export interface LeaseInput {
  readonly organizationId: string;
  readonly enrichmentId: string;
  readonly leaseOwner: string;
  readonly leaseSeconds: number;
  /** What the run waits for at this moment, for those who look at it; absent: nothing. */
  readonly waitingFor?: NonNullable<Enrichment['waitingFor']>;
}
