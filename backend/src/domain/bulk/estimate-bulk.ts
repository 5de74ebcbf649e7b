import type { ObjectType } from '../portal/settings.ts';
import type { BulkEstimate, BulkSelection } from './bulk-run.ts';
import { BULK_BATCH, BULK_STEP, firstStepSizes } from './step-size.ts';

/** What is known of the records before the run. */
export interface BulkForecastInput {
  readonly objectType: ObjectType;
  readonly selectionKind: BulkSelection['kind'];
  readonly records: number;
  /** Share of records that we wrote to before and that nothing will be written to, 0 to 1. */
  readonly unchangedShare: number;
  /** Companies of HubSpot per record that have to be read, 0 to 1. */
  readonly companiesPerRecord: number;
  /** Model calls per record, 0 to 1; 0 without a model. */
  readonly modelCallsPerRecord: number;
  readonly tokensPerCall: number;
  /** Tasks and deals that automation will make per record, 0 to 1; 0 where it is off. */
  readonly tasksPerRecord: number;
  readonly dealsPerRecord: number;
}

/** HubSpot reads so many records with their histories at once. */
const BATCH_WITH_HISTORY = 50;
const SEARCH_PAGE = 200;
const MEMBER_PAGE = 250;
// HubSpot admits 11 requests a second in the main bucket; a step of 100 records takes at least about so long.
const CALLS_PER_SECOND = 10.8;
const SECONDS_PER_BATCH = 0.6;

/** Says what a run will take; the steps are counted as they are carried out, one after the other. */
export function estimateBulk(input: BulkForecastInput): BulkEstimate {
  const { records, selectionKind } = input;
  const page = { records: Number.POSITIVE_INFINITY, list: MEMBER_PAGE, all: SEARCH_PAGE }[selectionKind];
  let left = records;
  let steps = 0;
  for (const size of firstStepSizes(0, records)) {
    steps += callsOfStep(input, Math.min(left, size));
    left -= Math.min(left, size);
  }
  steps += Math.floor(left / BULK_STEP) * callsOfStep(input, BULK_STEP) + callsOfStep(input, left % BULK_STEP);
  const listing = records === 0 || page === Number.POSITIVE_INFINITY ? 0 : Math.ceil(records / page);
  const hubspotCalls = Math.round(listing + steps);
  const modelCalls = Math.round(records * input.modelCallsPerRecord);
  return {
    records,
    hubspotCalls,
    modelCalls,
    modelTokens: Math.round(modelCalls * input.tokensPerCall),
    seconds: Math.ceil(Math.max(hubspotCalls / CALLS_PER_SECOND, (records / BULK_BATCH) * SECONDS_PER_BATCH)),
  };
}

const batches = (size: number, atOnce = BULK_BATCH) => Math.ceil(Math.round(size * 10) / 10 / atOnce);

function callsOfStep(input: BulkForecastInput, size: number): number {
  if (size === 0) return 0;
  const { objectType, selectionKind, unchangedShare, companiesPerRecord, tasksPerRecord, dealsPerRecord } = input;
  const known = Math.round(size * unchangedShare);
  const fresh = size - known;
  // The search that lists all of a type tells of contacts and companies what a run needs; deals are read by themselves.
  const isToldByList = selectionKind === 'all' && objectType !== 'deals';
  const reads = batches(known, BATCH_WITH_HISTORY) + (isToldByList ? 0 : batches(fresh));
  const hasLinks = objectType !== 'companies' && (known > 0 || objectType === 'deals');
  const companies = objectType === 'companies' ? 0 : batches(fresh * companiesPerRecord);
  return (
    reads +
    (hasLinks ? 1 : 0) +
    companies +
    batches(fresh) +
    callsOfAutomation(input, {
      tasks: fresh * tasksPerRecord,
      deals: fresh * dealsPerRecord,
    })
  );
}

/** What is there is looked for, what is missing made, and put to its records. */
function callsOfAutomation(
  { objectType }: BulkForecastInput,
  { tasks, deals }: { readonly tasks: number; readonly deals: number },
): number {
  const types = objectType === 'companies' ? 1 : 2;
  const ofTasks = tasks === 0 ? 0 : 1 + batches(tasks) + 1;
  const ofDeals = deals === 0 ? 0 : types + 1 + batches(deals) + types;
  return ofTasks + ofDeals;
}
