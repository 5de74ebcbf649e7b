import { stripContactDetails } from '../../lib/strip-contact-details.ts';
import type { CompanyFacts, Known } from '../company/company-facts.ts';
import { companyNumbersInText } from '../company/company-numbers-in-text.ts';
import { dayInWords, dayOf } from '../days.ts';
import type { SignalEvent } from '../signals/signal.ts';
import { SIGNAL_RULES, signalEventOf } from '../signals/signal-rules.ts';
import type { IsoDate, IsoDateTime } from '../time.ts';
import type { Evidence } from './evidence.ts';
import type { MergeableAnswer } from './merge-source-answers.ts';
import { type OpenPosts, openPostsOf, postsEvents } from './open-posts.ts';
import type { WebsitePage } from './website.ts';
import { changeInWords, type WebsiteChange } from './website-change.ts';

/** What is known of a website before it is judged. */
export interface DescribeWebsiteInput {
  /** The company that the record was matched with. */
  readonly companyNumber: string;
  /** False when the record's domain led to a website under another domain. */
  readonly isOwnDomain: boolean;
  /** The first page first. */
  readonly pages: readonly WebsitePage[];
  /** A change of the first page that the page itself dates; null when none is known. */
  readonly change: WebsiteChange | null;
  readonly asOf: IsoDate;
  /** When the pages were read. */
  readonly fetchedAt: IsoDateTime;
}

/** What the website says about the company, or why it says nothing about it. */
export type DescribedWebsite =
  | { readonly kind: 'described'; readonly answer: MergeableAnswer }
  | { readonly kind: 'another_company' | 'parked'; readonly reason: string };

/** How the pages of domain traders say that nobody uses the domain. */
const PARKED =
  /\b(?:(?:this|the) domain(?: name)? (?:is|may be) (?:for sale|parked)|buy this domain|domain is parked|parked (?:free|domain)|make an offer (?:on|for) this domain)\b/i;

/** Such a page says it at once; a later mention may be news. */
const PARKED_CHARACTERS = 1_000;

const MAX_SNIPPET = 500;
const MAX_WORDS = 3_000;
const MAX_WORD_LENGTH = 40;

const TITLE_OF_KIND: Readonly<Record<WebsitePage['kind'], string>> = {
  home: 'Website',
  careers: 'Website: careers',
  contact: 'Website: contact',
  legal: 'Website: about the company',
};

/**
 * Turns the pages of a company's website into facts, signals and evidence.
 *
 * Everything is observed on the day the pages were read: a website vouches for today only. A website that states
 * company numbers but not this one, that is parked, or that lives under another domain and does not state this one, tells nothing about
 * this company. E-mail addresses and phone numbers are not kept.
 */
export function describeWebsite(input: DescribeWebsiteInput): DescribedWebsite {
  const numbers = [...new Set(input.pages.flatMap(({ text }) => companyNumbersInText(text)))];
  const isStated = numbers.includes(input.companyNumber);
  if (numbers.length > 0 && !isStated) {
    return { kind: 'another_company', reason: `states another company number: ${numbers.slice(0, 3).join(', ')}` };
  }
  if (
    !isStated &&
    input.pages.some(({ title, text }) => PARKED.test(`${title ?? ''} ${text.slice(0, PARKED_CHARACTERS)}`))
  ) {
    return { kind: 'parked', reason: 'the domain is parked or for sale' };
  }
  if (!input.isOwnDomain && !isStated) {
    return { kind: 'another_company', reason: 'the domain leads to a website under another domain' };
  }
  const posts = openPostsOf(input.pages, input.asOf);
  const events = [...(posts ? postsEvents(posts) : []), ...changeEvents(input.change)];
  const evidence = [...input.pages.map((page) => evidenceOf(page, input.fetchedAt, posts)), ...changeEvidence(input)];
  return { kind: 'described', answer: { facts: factsOf(input, posts), events, evidence } };
}

function factsOf({ pages, fetchedAt }: DescribeWebsiteInput, posts: OpenPosts | undefined): CompanyFacts {
  const known = <T>(value: T, evidence: readonly string[]): Known<T> => ({
    value,
    observedOn: dayOf(fetchedAt),
    evidence,
  });
  const [home] = pages;
  const staffed = pages.find(({ organisation }) => organisation.employees !== null);
  const employees = staffed?.organisation.employees;
  const words = wordsOf(pages);
  return {
    ...(home && { website: known(home.url, [home.kind]) }),
    ...(words.length > 0 && {
      websiteWords: known(
        words,
        pages.map(({ kind }) => kind),
      ),
    }),
    ...(staffed && employees != null && { employees: known(employees, [staffed.kind]) }),
    // Without a list of posts nothing was watched, so "no live signal" must not count as an answer.
    ...(posts && {
      openPosts: known(posts.count, posts.evidence),
      eventsWatched: known(true as const, posts.evidence),
    }),
  };
}

function changeEvents(change: WebsiteChange | null): readonly SignalEvent[] {
  if (change === null) return [];
  const { occurredOn } = change;
  const text = `Changed its website in substance on ${dayInWords(occurredOn)}`;
  const dedupeKey = `website:change:${occurredOn}`;
  return [signalEventOf(SIGNAL_RULES.websiteChanged, { text, occurredOn, dedupeKey, evidence: ['change'] })];
}

function changeEvidence({ change, pages: [home], fetchedAt }: DescribeWebsiteInput): readonly Evidence[] {
  if (change === null || home === undefined) return [];
  const title = `Website: change: ${new URL(home.url).hostname}`;
  const snippet = changeInWords(change).slice(0, MAX_SNIPPET);
  return [{ id: 'change', source: 'website', url: home.url, title, fetchedAt, snippet }];
}

function wordsOf(pages: readonly WebsitePage[]): readonly string[] {
  const words = new Set<string>();
  for (const { title, description, text } of pages) {
    const said = stripContactDetails(`${title ?? ''} ${description ?? ''} ${text}`);
    const visible = said.replace(/\[(?:e-mail address|phone number)\]/g, ' ').toLowerCase();
    for (const [found] of visible.matchAll(/[\p{L}\p{N}][\p{L}\p{N}+#.&-]*/gu)) {
      const word = found.replace(/[.&-]+$/, '');
      if (word.length > 1 && word.length <= MAX_WORD_LENGTH && /\p{L}/u.test(word)) words.add(word);
      if (words.size >= MAX_WORDS) return [...words];
    }
  }
  return [...words];
}

function evidenceOf(page: WebsitePage, fetchedAt: IsoDateTime, posts: OpenPosts | undefined): Evidence {
  const [number] = companyNumbersInText(page.text);
  const { employees } = page.organisation;
  const lines = [
    page.title,
    page.description,
    number === undefined ? null : `Company number: ${number}`,
    employees === null ? null : `Number of employees: ${employees}`,
    posts?.evidence.includes(page.kind) ? posts.snippet : null,
  ];
  // A page without title and description still supports its words.
  const said = lines.filter((line) => line !== null && line !== '').join('; ') || page.text;
  return {
    id: page.kind,
    source: 'website',
    url: page.url,
    title: `${TITLE_OF_KIND[page.kind]}: ${new URL(page.url).hostname}`,
    fetchedAt,
    snippet: stripContactDetails(said).slice(0, MAX_SNIPPET),
  };
}
