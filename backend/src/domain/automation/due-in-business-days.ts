import { TZDate } from '@date-fns/tz';
// One by one: the package's index reads three hundred files, a tenth of a process's start.
import { addBusinessDays } from 'date-fns/addBusinessDays';
import { set } from 'date-fns/set';
import type { IsoDateTime } from '../time.ts';

/** The hour at which a working day begins for a task: HubSpot's own default is 8 to 9. */
const DUE_HOUR = 9;

/**
 * Nine in the morning so many business days later, as the clocks of the time zone show it; across a change of the
 * clocks too. Weekends are Saturday and Sunday; public holidays count as business days.
 *
 * @param timeZone IANA name; one that is not known counts as UTC
 */
export function dueInBusinessDays(now: IsoDateTime, timeZone: string, days: number): IsoDateTime {
  const asked = `${now.slice(0, MINUTE_LENGTH)} ${timeZone} ${days}`;
  if (last?.asked !== asked) last = { asked, due: compute(now, timeZone, days) };
  return last.due;
}

/** Of `2026-11-23T08:00`: no clock changes its day within a minute. */
const MINUTE_LENGTH = 16;
/** Hundreds of tasks of a bulk run ask alike, and calendars are slow. */
let last: { readonly asked: string; readonly due: IsoDateTime } | undefined;

function compute(now: IsoDateTime, timeZone: string, days: number): IsoDateTime {
  const local = new TZDate(now, isTimeZone(timeZone) ? timeZone : 'UTC');
  const due = set(addBusinessDays(local, days), { hours: DUE_HOUR, minutes: 0, seconds: 0, milliseconds: 0 });
  return new Date(due.getTime()).toISOString();
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false; // Intl has no other way to say that it does not know a name.
  }
}
