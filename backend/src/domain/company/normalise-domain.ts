import freemail from 'freemail';
import { parse } from 'tldts';

/** Consumer mailboxes, mostly of British providers, that the freemail lists lack. */
const MORE_FREE_MAIL = new Set(
  `aol.co.uk blueyonder.co.uk btinternet.com btopenworld.com duck.com fastmail.com freeserve.co.uk fsmail.net gmx.co.uk
   googlemail.co.uk hey.com icloud.com lineone.net live.co.uk mac.com me.com msn.com ntlworld.com o2.co.uk orange.net
   outlook.co.uk outlook.com plus.com pm.me proton.me protonmail.com rocketmail.com sky.com supanet.com talk21.com
   talktalk.net tiscali.co.uk tuta.com tutanota.com virgin.net virginmedia.com wanadoo.co.uk ymail.com`.split(/\s+/),
);

/** Answers already looked up: one look through the package's 90,000 entries takes a fifth of a millisecond. */
const answers = new Map<string, boolean>();
const MAX_ANSWERS = 20_000;

/**
 * Reads the registrable domain out of a URL, a bare domain or an e-mail address.
 *
 * @returns lower case, punycode; undefined for an IP address, a single word, or text that is no address
 */
export function domainOf(text: string): string | undefined {
  const trimmed = text.trim();
  if (trimmed === '' || /\s/.test(trimmed)) return undefined;
  const { domain } = parse(trimmed, { extractHostname: true, validateHostname: true });
  if (domain === null) return undefined;
  const ascii = /^[\x20-\x7e]+$/.test(domain) ? domain : punycodeOf(domain);
  return ascii?.toLowerCase();
}

/** Tells whether mailboxes at this registrable domain belong to persons, so that it says nothing about a company. */
export function isFreeMailDomain(domain: string): boolean {
  const key = domain.toLowerCase();
  if (MORE_FREE_MAIL.has(key)) return true;
  const known = answers.get(key);
  if (known !== undefined) return known;
  if (answers.size >= MAX_ANSWERS) answers.clear();
  const isFree = freemail.isFree(key);
  answers.set(key, isFree);
  return isFree;
}

/** The WHATWG URL parser is part of the language runtime everywhere and does IDNA. */
function punycodeOf(domain: string): string | undefined {
  return URL.canParse(`http://${domain}`) ? new URL(`http://${domain}`).hostname : undefined;
}
