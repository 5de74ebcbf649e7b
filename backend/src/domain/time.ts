/** ISO 8601 UTC instant, e.g. `2026-11-23T08:00:00.000Z`. Text, so that stored and shown values are the same. */
export type IsoDateTime = string;

/** ISO 8601 calendar day, e.g. `2026-11-23`. */
export type IsoDate = string;
