/** A named change of a text value before it is written; total: every text has a result. */
export type Transform = (value: string) => string;

const TRANSFORMS = {
  uppercase: (value) => value.toUpperCase(),
  lowercase: (value) => value.toLowerCase(),
  title_case: (value) =>
    value.toLowerCase().replace(/(^|[\s\-(/])(\p{L})/gu, (_match, before, letter) => before + letter.toUpperCase()),
  first_item: (value) => value.split(/,\s*|\n/)[0] ?? '',
  one_line: (value) => value.replace(/\s*\n\s*/g, '; '),
  percent: (value) => (isNumber(value) ? String(Math.round(Number(value) * 10_000) / 100) : value),
  year: (value) => /^\d{4}/.exec(value)?.[0] ?? value,
} as const satisfies Readonly<Record<string, Transform>>;

/** Names of the transforms that a mapping may use. */
export const TRANSFORM_NAMES: readonly string[] = Object.keys(TRANSFORMS);

/** The transform of this name; undefined when there is none. `null` leaves a value as it is. */
export function findTransform(name: string | null): Transform | undefined {
  if (name === null) return (value) => value;
  return Object.entries(TRANSFORMS).find(([key]) => key === name)?.[1];
}

function isNumber(value: string): boolean {
  return value.trim() !== '' && Number.isFinite(Number(value));
}
