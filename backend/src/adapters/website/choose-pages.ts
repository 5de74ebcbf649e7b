import { domainOf } from '../../domain/company/normalise-domain.ts';
import type { WebsitePageKind } from '../../domain/evidence/website.ts';
import type { PageLink } from './parse-page.ts';

/** A page that is worth reading beside the first one. */
export interface ChosenPage {
  readonly kind: Exclude<WebsitePageKind, 'home'>;
  readonly url: string;
}

/** What links to such pages say in their address or their words; in the order of their worth, the likeliest words first. */
const KINDS: readonly { readonly kind: ChosenPage['kind']; readonly words: readonly RegExp[] }[] = [
  {
    kind: 'careers',
    words: [/\b(?:careers?|jobs?|vacanc(?:y|ies)|join[- ]us|work[- ](?:for|with)[- ]us|recruitment)\b/i],
  },
  { kind: 'contact', words: [/\bcontact(?:[- ]us)?\b/i] },
  {
    kind: 'legal',
    words: [
      /\b(?:legal|imprint|impressum|(?:company|corporate)[- ](?:information|details)|trading[- ]disclosures?)\b/i,
      /\b(?:terms|about(?:[- ]us)?)\b/i,
      /\bprivacy\b/i,
    ],
  },
];

/** Chooses at most one page of each kind among the links of a page, on the same registrable domain, each once. */
export function choosePages(links: readonly PageLink[], home: string): readonly ChosenPage[] {
  const own = links.filter(({ url }) => isSameSite(url, home) && url !== home);
  const chosen: ChosenPage[] = [];
  for (const { kind, words } of KINDS) {
    const free = own.filter(({ url }) => !chosen.some((other) => other.url === url));
    const best = words.flatMap((likely) => bestOf(free, likely) ?? [])[0];
    if (best) chosen.push({ kind, url: best.url });
  }
  return chosen;
}

/** The shortest address is the page itself, not an article about it. */
function bestOf(links: readonly PageLink[], words: RegExp): PageLink | undefined {
  const fitting = links.filter(({ url, text }) => words.test(new URL(url).pathname) || words.test(text));
  return fitting.sort((a, b) => a.url.length - b.url.length)[0];
}

function isSameSite(url: string, home: string): boolean {
  const [one, other] = [new URL(url).hostname, new URL(home).hostname];
  return one === other || (domainOf(one) !== undefined && domainOf(one) === domainOf(other));
}
