import { countryOf } from './country-name.ts';
import { cutText, MAX_PROPERTY_TEXT } from './cut-text.ts';
import { industryOfSicCodes } from './hubspot-industry.ts';
import { phoneNumberOf } from './phone-number.ts';

/** A named change of a value before it is written; undefined where the value cannot be turned into that, so that nothing wrong is written. */
export type Transform = (value: string) => string | undefined;

/** HubSpot's single-line texts stay readable up to here. */
const SHORT_TEXT = 255;

const TRANSFORMS = {
  uppercase: (value) => value.toUpperCase(),
  lowercase: (value) => value.toLowerCase(),
  title_case: (value) =>
    value.toLowerCase().replace(/(^|[\s\-(/])(\p{L})/gu, (_match, before, letter) => before + letter.toUpperCase()),
  first_item: (value) => itemsOf(value)[0] ?? '',
  /** Items in one line, `a; b`. */
  join: (value) => itemsOf(value).join('; '),
  /** Items as HubSpot's multiple choices take them, `a;b`. */
  split: (value) => itemsOf(value).join(';'),
  one_line: (value) => value.replace(/\s*\n\s*/g, '; '),
  percent: (value) => (isNumber(value) ? String(Math.round(Number(value) * 10_000) / 100) : value),
  round: (value) => (isNumber(value) ? String(Math.round(Number(value))) : undefined),
  band: (value) => (isNumber(value) ? bandOfScore(Number(value)) : undefined),
  /** Pounds: the register's and the sources' amounts are in GBP. */
  currency: (value) => (isNumber(value) ? POUNDS.format(Number(value)) : undefined),
  year: (value) => /^\d{4}/.exec(value)?.[0] ?? value,
  date: (value) => /^\d{4}-\d{2}-\d{2}(?=$|T)/.exec(value)?.[0],
  industry: industryOfSicCodes,
  country: countryOf,
  phone: phoneNumberOf,
  trim: (value) => cutText(value.trim(), SHORT_TEXT),
} as const satisfies Readonly<Record<string, Transform>>;

/** Names of the transforms that a mapping may use. */
export const TRANSFORM_NAMES: readonly string[] = Object.keys(TRANSFORMS);

/** Words of `band`, by the score's own limits (docs/scoring.md); without the coverage, which a single number does not have. */
export const BAND_WORDS = ['hot', 'warm', 'lukewarm', 'cold'] as const;

/** The transform of this name; undefined when there is none. `null` leaves a value as it is, up to HubSpot's limit. */
export function findTransform(name: string | null): Transform | undefined {
  if (name === null) return (value) => cutText(value, MAX_PROPERTY_TEXT);
  const found = Object.entries<Transform>(TRANSFORMS).find(([key]) => key === name)?.[1];
  return (
    found &&
    ((value) => {
      const changed = found(value);
      return changed === undefined ? undefined : cutText(changed, MAX_PROPERTY_TEXT);
    })
  );
}

const POUNDS = new Intl.NumberFormat('en-GB', { style: 'currency', currency: 'GBP', maximumFractionDigits: 0 });

function bandOfScore(score: number): (typeof BAND_WORDS)[number] {
  if (score >= 80) return 'hot';
  if (score >= 60) return 'warm';
  return score >= 40 ? 'lukewarm' : 'cold';
}

function itemsOf(value: string): readonly string[] {
  return value
    .split(/,\s*|\n/)
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

function isNumber(value: string): boolean {
  return value.trim() !== '' && Number.isFinite(Number(value));
}
