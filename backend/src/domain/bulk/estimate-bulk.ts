import type { ObjectType } from '../portal/settings.ts';
import type { BulkEstimate } from './bulk-run.ts';
import { BULK_BATCH } from './step-size.ts';

/** What is known of the records before the run. */
export interface BulkForecastInput {
  readonly objectType: ObjectType;
  readonly records: number;
  /** Requests needed to list the records; 0 when their ids were given. */
  readonly listCalls: number;
  /** Share of records that nothing will be written to, 0 to 1. */
  readonly unchangedShare: number;
  /** Companies of HubSpot per record that have to be read, 0 to 1. */
  readonly companiesPerRecord: number;
  /** Model calls per record, 0 to 1; 0 without a model. */
  readonly modelCallsPerRecord: number;
  readonly tokensPerCall: number;
}

/** HubSpot reads so many records with their histories at once. */
export const BATCH_WITH_HISTORY = 50;
// HubSpot admits 11 requests a second in the main bucket; a step of 100 records takes at least about so long.
const CALLS_PER_SECOND = 10.8;
const SECONDS_PER_BATCH = 0.6;

/** Says what a run will take; the steps are counted as they are carried out, batch by batch. */
export function estimateBulk(input: BulkForecastInput): BulkEstimate {
  const { records } = input;
  const batches = Math.ceil(records / BULK_BATCH);
  const full = Math.floor(records / BULK_BATCH);
  const rest = records - full * BULK_BATCH;
  const perBatch = (size: number) => (size === 0 ? 0 : callsOfBatch(input, size));
  const hubspotCalls = Math.round(input.listCalls + full * perBatch(BULK_BATCH) + perBatch(rest));
  const modelCalls = Math.round(records * input.modelCallsPerRecord);
  return {
    records,
    hubspotCalls,
    modelCalls,
    modelTokens: Math.round(modelCalls * input.tokensPerCall),
    seconds: Math.ceil(Math.max(hubspotCalls / CALLS_PER_SECOND, batches * SECONDS_PER_BATCH)),
  };
}

function callsOfBatch({ objectType, unchangedShare, companiesPerRecord }: BulkForecastInput, size: number): number {
  // Records that we wrote to are read with their histories, the others without.
  const known = Math.round(size * unchangedShare);
  const reads = Math.ceil(known / BATCH_WITH_HISTORY) + Math.ceil((size - known) / BULK_BATCH);
  const writes = unchangedShare >= 1 ? 0 : 1;
  if (objectType === 'companies') return reads + writes;
  const associations = 1;
  const companies = companiesPerRecord > 0 ? 1 : 0;
  return reads + associations + companies + writes;
}
