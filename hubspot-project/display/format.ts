import type { Display } from './display.ts';

/** 0.714 → "71%" in the user's locale. */
export const formatShare = (display: Display, share: number): string =>
  new Intl.NumberFormat(display.locale, { style: 'percent', maximumFractionDigits: 0 }).format(share);

/** Whole number or one decimal, in the user's locale. */
export const formatNumber = (display: Display, value: number): string =>
  new Intl.NumberFormat(display.locale, { maximumFractionDigits: 1 }).format(value);

/** "12 Oct 2026"; the text itself when it is no date. */
export function formatDate(display: Display, iso: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  // A bare date has no time zone: shifting it could show the day before.
  const timeZone = /^\d{4}-\d{2}-\d{2}$/.test(iso) ? 'UTC' : display.timeZone;
  return new Intl.DateTimeFormat(display.locale, { dateStyle: 'medium', timeZone }).format(at);
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** "3 days ago", "just now"; older than a month as a date. */
export function formatAge(display: Display, iso: string, nowMs: number = Date.now()): string {
  const seconds = Math.max(0, (nowMs - new Date(iso).getTime()) / 1000);
  if (Number.isNaN(seconds)) return iso;
  const relative = new Intl.RelativeTimeFormat(display.locale, { numeric: 'auto' });
  if (seconds < MINUTE) return 'just now';
  if (seconds < HOUR) return relative.format(-Math.floor(seconds / MINUTE), 'minute');
  if (seconds < DAY) return relative.format(-Math.floor(seconds / HOUR), 'hour');
  if (seconds < 31 * DAY) return relative.format(-Math.floor(seconds / DAY), 'day');
  return formatDate(display, iso);
}

/** 48 → "Within 2 days", 30 → "Within 30 hours". */
export function formatDue(display: Display, hours: number): string {
  const inDays = hours >= 48 && hours % 24 === 0;
  const unit = inDays ? 'day' : 'hour';
  const amount = new Intl.NumberFormat(display.locale, { style: 'unit', unit, unitDisplay: 'long' });
  return `Within ${amount.format(inDays ? hours / 24 : hours)}`;
}

/** "12 Oct 2026, 14:05" in the portal's time zone; the text itself when it is no date. */
export function formatDateTime(display: Display, iso: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  const { locale, timeZone } = display;
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(at);
}
