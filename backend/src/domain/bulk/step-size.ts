/** HubSpot takes so many records in one request. */
export const BULK_BATCH = 100;

/**
 * Records that are worked on side by side. A step shares its requests, and what only some of its records need (their
 * companies, deals for the best leads) fills a request of 100 only when the step is larger than that.
 */
export const BULK_STEP = 300;

/** Records of the next step: the first is small, so that a person soon sees the run move. */
export function stepSizeAfter(done: number): number {
  return done < BULK_BATCH ? BULK_BATCH : BULK_STEP;
}
