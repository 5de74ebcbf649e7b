/**
 * The dated version in the middle of every path, in this one place: HubSpot names a new one each March and September
 * and stops v1–v3 in September 2027. (The webhooks journal has its own, `2026-03`.)
 */
export const HUBSPOT_API_VERSION = '2026-09';
