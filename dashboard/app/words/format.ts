const dateTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const date = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });
const shortDay = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', timeZone: 'UTC' });
const number = new Intl.NumberFormat();
const dollars = new Intl.NumberFormat(undefined, {
  style: 'currency',
  currency: 'USD',
  minimumFractionDigits: 2,
  maximumFractionDigits: 4,
});

/** A moment, in the reader's locale and time zone. */
export const formatMoment = (iso: string): string => dateTime.format(new Date(iso));
/** A day. */
export const formatDay = (iso: string): string => date.format(new Date(iso));
/** A UTC day on an axis. */
export const formatShortDay = (day: string): string => shortDay.format(new Date(`${day}T00:00:00Z`));
export const formatNumber = (value: number): string => number.format(value);
/** US dollars; unknown is said, not 0. */
export const formatCost = (usd: number | null): string => (usd === null ? 'unknown price' : dollars.format(usd));

/** How long something took, in the largest unit that says it. */
export function formatDuration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${number.format(Math.round(ms / 100) / 10)} s`;
  const minutes = Math.round(ms / 60_000);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Share as a percentage. */
export const formatShare = (share: number): string => `${Math.round(share * 100)} %`;
