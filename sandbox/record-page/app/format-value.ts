import type { PropertyDefinition } from './control-shapes.ts';

export const numberFormat = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 2 });

/** Writes a stored value the way a person reads it; `''` when there is none. */
export function formatValue(
  value: string | null | undefined,
  definition: Pick<PropertyDefinition, 'name' | 'type' | 'options'> | undefined,
  timeZone: string,
): string {
  if (value === null || value === undefined || value === '') return '';
  switch (definition?.type) {
    case 'enumeration':
    case 'bool':
      return value
        .split(';')
        .map((part) => definition.options.find((option) => option.value === part)?.label ?? part)
        .join(', ');
    case 'number':
      if (definition.name.endsWith('_id')) return value; // An id is a name made of digits.
      return Number.isFinite(Number(value)) ? numberFormat.format(Number(value)) : value;
    case 'date':
      return formatDate(value, { dateStyle: 'medium', timeZone: 'UTC' });
    case 'datetime':
      return formatDate(value, { dateStyle: 'medium', timeStyle: 'short', timeZone });
    default:
      return value;
  }
}

/** HubSpot stores dates as ISO text or as Unix milliseconds in a string; both are read. */
export function parseDate(value: string | number): Date {
  const asNumber = typeof value === 'number' ? value : /^\d{9,}$/.test(value) ? Number(value) : undefined;
  return new Date(asNumber ?? value);
}

export function formatDate(value: string | number, options: Intl.DateTimeFormatOptions): string {
  const date = parseDate(value);
  return Number.isNaN(date.getTime()) ? String(value) : new Intl.DateTimeFormat('en-GB', options).format(date);
}

const steps: readonly (readonly [limitSeconds: number, unitSeconds: number, unit: Intl.RelativeTimeFormatUnit])[] = [
  [3_600, 60, 'minute'],
  [86_400, 3_600, 'hour'],
  [30 * 86_400, 86_400, 'day'],
];

/** "5 minutes ago", within a month; the date beyond. */
export function formatAge(value: string | number, nowMs: number): string {
  const seconds = Math.round((nowMs - parseDate(value).getTime()) / 1000);
  if (seconds < 60) return 'just now';
  const step = steps.find(([limit]) => seconds < limit);
  if (!step) return formatDate(value, { dateStyle: 'medium' });
  return new Intl.RelativeTimeFormat('en', { numeric: 'auto' }).format(-Math.round(seconds / step[1]), step[2]);
}
