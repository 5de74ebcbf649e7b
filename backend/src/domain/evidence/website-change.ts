import { stripContactDetails } from '../../lib/strip-contact-details.ts';
import { dayInWords, dayOf } from '../days.ts';
import type { IsoDate, IsoDateTime } from '../time.ts';
import type { WebsitePage } from './website.ts';

/** What the first page of a website says in substance. */
export interface WebsiteSubstance {
  readonly title: string | null;
  readonly description: string | null;
  readonly organisation: string | null;
  readonly headings: readonly string[];
}

/** A change of a website, dated by the website. */
export interface WebsiteChange {
  /** The day that the page itself states. */
  readonly occurredOn: IsoDate;
  /** What is new, in words. */
  readonly what: string;
}

/** What is remembered of a website between two visits. */
export interface WebsiteReading {
  readonly substance: WebsiteSubstance;
  /** The last day on which it was read so. */
  readonly readOn: IsoDate;
  /** The latest change that is known; null when none is. */
  readonly change: WebsiteChange | null;
}

/** Below this share of common headings the page is about something else; news and teasers come and go. */
const SAME_HEADINGS_SHARE = 2 / 3;
const MAX_HEADINGS = 40;
const MAX_WORDS = 160;
/** A page that says it was changed in the moment it was asked for states the time of the question. */
const MS_OF_A_QUESTION = 10 * 60_000;

/** Reads the substance of a page. E-mail addresses and phone numbers are not kept. */
export function substanceOf(page: WebsitePage): WebsiteSubstance {
  const { name, legalName, description } = page.organisation;
  return {
    title: page.title && stripContactDetails(page.title),
    description: page.description && stripContactDetails(page.description),
    organisation: stripContactDetails([legalName ?? name, description].filter(Boolean).join(': ')) || null,
    headings: page.headings.slice(0, MAX_HEADINGS).map(stripContactDetails),
  };
}

/**
 * Compares a visit with what was remembered, and says what to remember now.
 *
 * A change counts only when the page dates it: the stated day must lie between the two visits, and before the day of this
 * one, so that the day of our visit never dates anything. A change without such a day is not remembered as seen: a later
 * visit can still find its day. A change that was found stays known while the page stays as it is or changes undated.
 *
 * @param stated days on which the page says it was changed, as written, the most trustworthy first
 */
export function noteVisit(
  before: WebsiteReading | undefined,
  substance: WebsiteSubstance,
  stated: readonly string[],
  visitedAt: IsoDateTime,
): WebsiteReading {
  const today = dayOf(visitedAt);
  if (before === undefined || today < before.readOn) return before ?? { substance, readOn: today, change: null };
  const what = differenceOf(before.substance, substance);
  if (what === undefined) return { substance, readOn: today, change: before.change };
  const occurredOn = stated
    .flatMap((text) => dayStated(text, visitedAt) ?? [])
    .find((day) => day >= before.readOn && day < today);
  return occurredOn === undefined ? before : { substance, readOn: today, change: { occurredOn, what } };
}

/** The change as its evidence tells it. */
export function changeInWords({ occurredOn, what }: WebsiteChange): string {
  return `Changed on ${dayInWords(occurredOn)} by its own account: ${what}`;
}

/** undefined: the same in substance. */
function differenceOf(before: WebsiteSubstance, after: WebsiteSubstance): string | undefined {
  const parts = (['title', 'description', 'organisation'] as const).flatMap((part) =>
    wordsOf(before[part]) === wordsOf(after[part]) ? [] : [`${part} now "${(after[part] ?? '').slice(0, MAX_WORDS)}"`],
  );
  const headings = newHeadings(before.headings, after.headings);
  const all = headings === undefined ? parts : [...parts, headings];
  return all.length === 0 ? undefined : all.join('; ');
}

function newHeadings(before: readonly string[], after: readonly string[]): string | undefined {
  const [old, now] = [new Set(before.map(wordsOf)), new Set(after.map(wordsOf))];
  const common = [...now].filter((words) => old.has(words)).length;
  const all = new Set([...old, ...now]).size;
  if (all === 0 || common / all >= SAME_HEADINGS_SHARE) return undefined;
  const added = after.filter((heading) => !old.has(wordsOf(heading)));
  return added.length === 0 ? 'headings taken away' : `new headings "${added.join('", "').slice(0, MAX_WORDS)}"`;
}

const MONTHS_AND_DAYS =
  /\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec|mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:uary|ruary|ch|il|ust|ember|ober|day)?\b/g;

/** The words without what changes by itself: case, signs, numbers, days and months. */
function wordsOf(text: string | null): string {
  return (text ?? '')
    .toLowerCase()
    .replace(/\p{N}+(?:st|nd|rd|th)?/gu, ' ')
    .replace(MONTHS_AND_DAYS, ' ')
    .replace(/[^\p{L}]+/gu, ' ')
    .trim();
}

/** undefined when it is no day, or the moment of our own question. */
function dayStated(text: string, visitedAt: IsoDateTime): IsoDate | undefined {
  const ms = Date.parse(text);
  if (Number.isNaN(ms) || Math.abs(Date.parse(visitedAt) - ms) <= MS_OF_A_QUESTION) return undefined;
  return dayOf(new Date(ms).toISOString());
}
