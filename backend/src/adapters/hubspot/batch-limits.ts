// What HubSpot takes in one request.

/** Objects in a batch that reads, makes or changes them. */
export const MAX_BATCH = 100;
/** Objects in a batch that reads their histories as well. */
export const MAX_BATCH_WITH_HISTORY = 50;
/** Records whose associations are read. */
export const MAX_ASSOCIATIONS_READ = 1_000;
/** Pairs that are associated. */
export const MAX_ASSOCIATIONS_MADE = 2_000;
