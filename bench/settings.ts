import type { BulkLoad } from './bulk/bulk-pass.ts';
import type { JobLoad } from './jobs/measure-jobs.ts';
import type { EnrichmentLoad } from './measure-enrichment.ts';
import type { IntakeLoad } from './measure-intake.ts';
import type { RecoveryLoad } from './measure-recovery.ts';

/** How much the bench does. */
export interface BenchSettings {
  readonly registerRows: number;
  /** Of each kind of query, one at a time; and as many again, eight at once. */
  readonly searches: number;
  readonly portals: number;
  /** Companies, and as many contacts, that are there to be enriched. */
  readonly pairs: number;
  readonly load: EnrichmentLoad;
  /** Companies of which the model’s cost is counted, each with four contacts. */
  readonly costCompanies: number;
  readonly bulk: BulkLoad;
  readonly intake: IntakeLoad;
  readonly jobs: JobLoad;
  readonly recovery: RecoveryLoad;
  /** Syncs over the integration API, of each of a few callers. */
  readonly syncs: number;
  readonly backendStarts: number;
  readonly demoStarts: number;
}

/** What HubSpot demands of an app that wants to be certified. */
const WEBHOOKS_PER_SECOND = 150;
const LOAD = { reps: 20, warmUpMs: 15_000, forMs: 60_000, withModelForMs: 30_000, modelLatencyMs: 600 };

/** The default: about ten minutes on two cores. */
export const DEFAULT_SETTINGS: BenchSettings = {
  registerRows: 1_000_000,
  searches: 200,
  portals: 40,
  pairs: 4_500,
  load: { ...LOAD, withModelForMs: 20_000 },
  costCompanies: 40,
  bulk: {
    contacts: 4_000,
    knownContacts: 1_000,
    peerContacts: 4_000,
    peersForMs: 9_000,
    manyPortals: { portals: 100, contacts: 100 },
  },
  intake: { forMs: 60_000, requestsPerSecond: WEBHOOKS_PER_SECOND },
  jobs: { backlog: 100_000, portals: 2_000, claims: 1_000, singles: 150, fairnessMs: 9_000 },
  recovery: { records: 4_000, kills: 10 },
  syncs: 8,
  backendStarts: 5,
  demoStarts: 2,
};

/** `--full`: the size of the whole register, longer load, more runs. */
export const FULL_SETTINGS: BenchSettings = {
  ...DEFAULT_SETTINGS,
  registerRows: 5_700_000,
  searches: 2_000,
  pairs: 16_000,
  costCompanies: 500,
  // At HubSpot's limit each takes over five minutes, in which the burst at the start counts for little.
  bulk: {
    contacts: 140_000,
    knownContacts: 115_000,
    peerContacts: 20_000,
    peersForMs: 60_000,
    manyPortals: { portals: 100, contacts: 1_000 },
  },
  load: { ...LOAD, forMs: 300_000, withModelForMs: 120_000 },
  intake: { forMs: 600_000, requestsPerSecond: WEBHOOKS_PER_SECOND },
  jobs: { backlog: 1_000_000, portals: 10_000, claims: 5_000, singles: 500, fairnessMs: 60_000 },
  recovery: { records: 100_000, kills: 200 },
  syncs: 50,
  backendStarts: 10,
  demoStarts: 5,
};

/**
 * `--long`: bulk alone, for more than five minutes. So many contacts take about 31 times the 110 calls that HubSpot allows in
 * ten seconds: a remainder would count as a whole window in the share of the limit that was used, however fast it was done.
 */
export const LONG_SETTINGS: BenchSettings = {
  ...DEFAULT_SETTINGS,
  registerRows: 400_000,
  bulk: { ...DEFAULT_SETTINGS.bulk, contacts: 0, knownContacts: 102_600, peerContacts: 0, peersForMs: 0, isLong: true },
};

/** `--quick`: everything once and small, to see that the bench itself works; its figures are worth nothing. */
export const QUICK_SETTINGS: BenchSettings = {
  registerRows: 50_000,
  searches: 20,
  portals: 30,
  pairs: 1_800,
  costCompanies: 20,
  bulk: {
    contacts: 600,
    knownContacts: 300,
    peerContacts: 300,
    peersForMs: 4_000,
    manyPortals: { portals: 10, contacts: 40 },
  },
  load: { ...LOAD, warmUpMs: 15_000, forMs: 20_000, withModelForMs: 5_000 },
  intake: { forMs: 5_000, requestsPerSecond: 30 },
  jobs: { backlog: 5_000, portals: 200, claims: 100, singles: 20, fairnessMs: 3_000 },
  recovery: { records: 1_000, kills: 2 },
  syncs: 3,
  backendStarts: 1,
  demoStarts: 1,
};
