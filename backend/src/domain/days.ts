import type { IsoDate, IsoDateTime } from './time.ts';

const MS_PER_DAY = 86_400_000;
/** Of `2026-11-23`; an instant in UTC begins with its day. */
const DAY_LENGTH = 10;

/** UTC day of an instant (or of a day, which is itself). */
export function dayOf(at: IsoDateTime | IsoDate): IsoDate {
  if (DAY_LENGTH === at.length || at.endsWith('Z')) return at.slice(0, DAY_LENGTH);
  return new Date(at).toISOString().slice(0, 10);
}

/** Whole UTC days from one day to another; negative when `to` is earlier. Instants count as their UTC day. */
export function daysBetween(from: IsoDate | IsoDateTime, to: IsoDate | IsoDateTime): number {
  return Math.round((Date.parse(dayOf(to)) - Date.parse(dayOf(from))) / MS_PER_DAY);
}

/** The day so many days later (earlier when negative). */
export function addDays(day: IsoDate, days: number): IsoDate {
  return dayOf(new Date(Date.parse(dayOf(day)) + days * MS_PER_DAY).toISOString());
}

/** Whole calendar months from one day to another; negative when `to` is earlier. */
export function fullMonthsBetween(from: IsoDate, to: IsoDate): number {
  const [start, end] = [new Date(from), new Date(to)];
  const months = (end.getUTCFullYear() - start.getUTCFullYear()) * 12 + end.getUTCMonth() - start.getUTCMonth();
  return end.getUTCDate() < start.getUTCDate() ? months - 1 : months;
}

/** Whole calendar years from one day to another. */
export function fullYearsBetween(from: IsoDate, to: IsoDate): number {
  return Math.floor(fullMonthsBetween(from, to) / 12);
}

const MONTHS = 'January February March April May June July August September October November December'.split(' ');

/** A day as a person writes it, e.g. `23 November 2026`. Written by hand: `Intl` takes a hundred times as long. */
export function dayInWords(day: IsoDate): string {
  const [year, month, date] = day.slice(0, 10).split('-').map(Number);
  return `${date} ${MONTHS[(month ?? 1) - 1]} ${year}`;
}
