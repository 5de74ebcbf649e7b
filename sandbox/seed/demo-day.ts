/** Days of the demo count from the day it starts, so that what is overdue or recent stays so in any month. */
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const DAYS_PER_YEAR = 365.25;

/** The instant so many days before `today`, some hours earlier so that it never lies ahead. */
export function instantDaysAgo(today: Date, days: number): string {
  return new Date(today.getTime() - days * DAY_MS - 3 * HOUR_MS).toISOString();
}

/** The UTC day so many days before `today` (negative: after), as `YYYY-MM-DD`. */
export function dayDaysAgo(today: Date, days: number): string {
  return new Date(today.getTime() - Math.round(days) * DAY_MS).toISOString().slice(0, 10);
}

/** A number of years as days. */
export function daysOfYears(years: number): number {
  return Math.round(years * DAYS_PER_YEAR);
}
