import { domainOf } from '../../domain/company/normalise-domain.ts';
import type { WebsitePageKind } from '../../domain/evidence/website.ts';
import type { PageLink } from './parse-page.ts';

/** A page that is worth reading beside the first one. */
export interface ChosenPage {
  readonly kind: Exclude<WebsitePageKind, 'home'>;
  readonly url: string;
}

/** What links to such pages say in their address or their words; in the order of their worth. */
const KINDS: readonly { readonly kind: ChosenPage['kind']; readonly words: RegExp }[] = [
  {
    kind: 'careers',
    words: /\b(?:careers?|jobs?|vacanc(?:y|ies)|join[- ]us|work[- ](?:for|with)[- ]us|recruitment)\b/i,
  },
  { kind: 'contact', words: /\bcontact(?:[- ]us)?\b/i },
  { kind: 'legal', words: /\b(?:legal|imprint|company[- ](?:information|details)|terms|about(?:[- ]us)?)\b/i },
];

/** Chooses at most one page of each kind among the links of a page, on the same registrable domain, each once. */
export function choosePages(links: readonly PageLink[], home: string): readonly ChosenPage[] {
  const own = links.filter(({ url }) => isSameSite(url, home) && url !== home);
  const chosen: ChosenPage[] = [];
  for (const { kind, words } of KINDS) {
    const fitting = own.filter(
      ({ url, text }) =>
        (words.test(new URL(url).pathname) || words.test(text)) && !chosen.some((other) => other.url === url),
    );
    // The shortest address is the page itself, not an article about it.
    const [best] = fitting.sort((a, b) => a.url.length - b.url.length);
    if (best) chosen.push({ kind, url: best.url });
  }
  return chosen;
}

function isSameSite(url: string, home: string): boolean {
  const [one, other] = [new URL(url).hostname, new URL(home).hostname];
  return one === other || (domainOf(one) !== undefined && domainOf(one) === domainOf(other));
}
