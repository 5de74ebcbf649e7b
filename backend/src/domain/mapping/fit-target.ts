import type { TargetProperty } from '../portal/field-compatibility.ts';

/** A value as its target takes it, or why it does not. */
export type FittedValue =
  | { readonly kind: 'fits'; readonly value: string }
  | { readonly kind: 'unfit'; readonly reason: string };

/**
 * Puts a value into the form of its target: options by their internal value (found by label too), days at midnight UTC.
 *
 * `''` clears and always fits. A value that the target does not take is named, never bent.
 */
export function fitTarget(value: string, target: TargetProperty): FittedValue {
  if (value === '') return { kind: 'fits', value };
  switch (target.type) {
    case 'enumeration':
      return fitOptions(value, target);
    case 'number':
      return Number.isFinite(Number(value)) ? { kind: 'fits', value } : unfit(value, target, 'no number for');
    case 'date':
      return DAY.test(value) ? { kind: 'fits', value } : unfit(value, target, 'no day for');
    case 'datetime':
      return DAY.test(value) ? { kind: 'fits', value: `${value}T00:00:00.000Z` } : unfit(value, target, 'no day for');
    default:
      return { kind: 'fits', value };
  }
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** HubSpot separates the choices of one value by semicolons. */
function fitOptions(value: string, target: TargetProperty): FittedValue {
  const fitted: string[] = [];
  for (const part of value.split(';')) {
    const option = findOption(part, target.options);
    if (option === undefined) return unfit(part, target, 'no option of');
    fitted.push(option);
  }
  return { kind: 'fits', value: fitted.join(';') };
}

function findOption(text: string, options: TargetProperty['options']): string | undefined {
  const wanted = plain(text);
  const exact = options.find(({ value }) => value === text);
  return (exact ?? options.find(({ value, label }) => plain(value) === wanted || plain(label ?? '') === wanted))?.value;
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ')
    .trim();
}

const SHOWN = 60;

function unfit(value: string, { name }: TargetProperty, what: string): FittedValue {
  const shown = value.length > SHOWN ? `${value.slice(0, SHOWN)}…` : value;
  return { kind: 'unfit', reason: `“${shown}” is ${what} ${name}, so it was left as it is` };
}
