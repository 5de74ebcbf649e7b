import { type Dispatcher, request } from 'undici';
import { untilAborted } from '../../lib/until-aborted.ts';
import { refusalIn, toWebsiteError } from './errors.ts';
import { dropBody, readBody } from './read-body.ts';
import { type LocalHosts, refusalOfAddress } from './web-address.ts';

/** How we introduce ourselves; robots.txt may name the first word. */
export const USER_AGENT = 'oppSpot-SmartSync/0.1 (reads a few public pages of a company for its record in a CRM)';

/** How one address answered; a network that failed is thrown instead. */
export type FetchedPage =
  | {
      readonly kind: 'page';
      readonly url: string;
      readonly status: number;
      readonly text: string;
      /** Header `Last-Modified`; null when absent. */
      readonly lastModified: string | null;
    }
  /** It leads to something that we do not read. `reason` is fit to be shown. */
  | { readonly kind: 'refused'; readonly reason: string };

/** What a fetch needs. */
export interface FetchPageDeps {
  readonly agent: Dispatcher;
  readonly localHosts: LocalHosts;
  /** Whole milliseconds for one page, redirects included. */
  readonly pageTimeoutMs: number;
  /** Asked before every request, redirects included. */
  readonly mayFetch: (url: string) => Promise<boolean>;
}

const MAX_REDIRECTS = 3;

/** The two shapes of files that are read. */
const TYPES = { html: /^(?:text\/html|application\/xhtml\+xml)\s*(?:;|$)/i, text: /^text\//i };

/**
 * Fetches a page, following at most three redirects, each judged like the first address.
 *
 * Redirects carry nothing along: no cookies, no credentials. Fails with `upstream_unavailable` when there is no answer
 * in time.
 */
export async function fetchPage(
  deps: FetchPageDeps,
  address: string,
  type: keyof typeof TYPES,
  signal: AbortSignal,
): Promise<FetchedPage> {
  const within = AbortSignal.any([signal, AbortSignal.timeout(deps.pageTimeoutMs)]);
  let url = address;
  try {
    for (let hops = 0; hops <= MAX_REDIRECTS; hops += 1) {
      const refusal = refusalOfAddress(url, deps.localHosts);
      if (refusal !== undefined) return { kind: 'refused', reason: refusal };
      if (!(await deps.mayFetch(url))) return { kind: 'refused', reason: 'robots.txt asks not to read it' };
      const asked = request(url, { dispatcher: deps.agent, headers: headersOf(type), signal: within });
      // The client looks at the signal only once it is connected.
      const response = await untilAborted(asked, within);
      const location = locationOf(response);
      if (location === undefined) return await readPage(response, url, type);
      dropBody(response.body);
      if (!URL.canParse(location, url)) return { kind: 'refused', reason: 'it redirects to an address that is none' };
      url = new URL(location, url).href;
    }
    return { kind: 'refused', reason: `it redirects more than ${MAX_REDIRECTS} times` };
  } catch (error) {
    const refusal = refusalIn(error);
    if (refusal) return { kind: 'refused', reason: refusal.message };
    throw toWebsiteError(error, url);
  }
}

function headersOf(type: keyof typeof TYPES) {
  return {
    'user-agent': USER_AGENT,
    accept: type === 'html' ? 'text/html,application/xhtml+xml;q=0.9' : 'text/plain',
    'accept-encoding': 'gzip, deflate, br',
    'accept-language': 'en-GB,en;q=0.8',
  };
}

function locationOf({ statusCode, headers }: Dispatcher.ResponseData): string | undefined {
  return [301, 302, 303, 307, 308].includes(statusCode) ? headerOf(headers.location) : undefined;
}

async function readPage(
  { statusCode: status, headers, body }: Dispatcher.ResponseData,
  url: string,
  type: keyof typeof TYPES,
): Promise<FetchedPage> {
  const contentType = headerOf(headers['content-type']) ?? '';
  if (status !== 200) {
    dropBody(body);
    return { kind: 'page', url, status, text: '', lastModified: null };
  }
  if (!TYPES[type].test(contentType)) {
    dropBody(body);
    return { kind: 'refused', reason: 'it is no web page' };
  }
  const bytes = await readBody(body, headerOf(headers['content-encoding']) ?? '');
  const lastModified = headerOf(headers['last-modified']) ?? null;
  return { kind: 'page', url, status, text: decode(bytes, contentType), lastModified };
}

function headerOf(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

/** A charset that nobody knows is read as UTF-8, as browsers do. */
function decode(bytes: Buffer, contentType: string): string {
  const [, charset = 'utf-8'] = /charset=["']?([\w-]+)/i.exec(contentType) ?? [];
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}
