import type { IsoDateTime } from '../time.ts';

/** A background call is given up after 60 s, so what is sent is sent until then. */
export const SENT_WITHIN_SECONDS = 60;
/** How long HubSpot may take to carry out what it received; beyond this it is known whether it did. */
export const SETTLE_SECONDS = 60;
/** What is due is noticed within so long. */
const NOTICED_WITHIN_SECONDS = 10;
const MINUTE_MS = 60_000;

/** When it is known whether HubSpot carried out what is sent at this moment. */
export function settlesAfter(sentAt: IsoDateTime): IsoDateTime {
  return new Date(Date.parse(sentAt) + (SENT_WITHIN_SECONDS + SETTLE_SECONDS) * 1000).toISOString();
}

/**
 * Says that something is in doubt, and when it is looked for again.
 *
 * @param what the doubt, e.g. "HubSpot did not confirm it"
 * @param settlesAt when the time of doubt is over
 * @param timeZone IANA name, in which the time is told; one that is not known counts as UTC
 */
export function lookAgainLine(what: string, settlesAt: IsoDateTime, timeZone: string): string {
  return `${what}; SmartSync looks again by itself at about ${minuteOf(settlesAt, timeZone)}, and makes it if it is not there`;
}

function minuteOf(at: IsoDateTime, timeZone: string): string {
  const dueMs = Date.parse(at) + NOTICED_WITHIN_SECONDS * 1000;
  const minute = new Date(Math.ceil(dueMs / MINUTE_MS) * MINUTE_MS);
  const write = (zone: string) =>
    `${minute.toLocaleTimeString('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' })} (${zone})`;
  try {
    return write(timeZone);
  } catch {
    return write('UTC');
  }
}
