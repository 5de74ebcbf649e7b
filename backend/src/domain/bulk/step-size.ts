/** HubSpot takes so many records in one request. */
export const BULK_BATCH = 100;

/**
 * Records that are worked on side by side. A step shares its requests, and what only some of its records need (their
 * companies, deals for the best leads) fills a request of 100 only when the step is larger than that.
 */
export const BULK_STEP = 300;

/** A run of so many records gets smaller steps at first: the requests that this takes more weigh nothing there. */
const LONG_RUN = 10_000;
/** Steps that begin together and are alike end together, and all wait at once for what the next ones have to read. */
const FIRST_STEPS = [BULK_BATCH, BULK_BATCH, 2 * BULK_BATCH, 2 * BULK_BATCH];

/**
 * Records of the first steps of a leg; each one after them has `BULK_STEP`.
 *
 * @param done records of the run that have ended: at first a step is small, so that a person soon sees the run move
 * @param total records of the run
 */
export function firstStepSizes(done: number, total: number): readonly number[] {
  if (done >= BULK_BATCH) return [];
  return total < LONG_RUN ? [BULK_BATCH] : FIRST_STEPS;
}
