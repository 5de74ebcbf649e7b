import { Parser } from 'htmlparser2';
import type { WebsitePage } from '../../domain/evidence/website.ts';
import { applicantSystemPost } from './applicant-systems.ts';
import { readJsonLd } from './read-json-ld.ts';

/** A link as the page shows it. */
export interface PageLink {
  /** Absolute http(s) address without fragment. */
  readonly url: string;
  readonly text: string;
}

/** What a page says and where it leads; its kind is known by who asked for it. */
export interface ParsedPage {
  readonly content: Omit<WebsitePage, 'kind' | 'url'>;
  readonly links: readonly PageLink[];
}

/** Much text is cut in the middle: what a company must state about itself stands at the very end. */
const MAX_TEXT = 50_000;
const MAX_END = 10_000;
const MAX_LINE = 300;
const MAX_HEADINGS = 60;
const MAX_LINKS = 1_000;
const UNSEEN = new Set(['script', 'style', 'noscript', 'template', 'svg', 'iframe', 'select', 'textarea']);

const HEADINGS = new Set(['h1', 'h2']);
/** How pages state the day of their last change in their head. */
const MODIFIED = new Set(['article:modified_time', 'og:updated_time', 'last-modified', 'dcterms.modified']);

/** What is collected while the page goes by. */
interface Collected {
  readonly title: string[];
  readonly text: string[];
  readonly jsonLd: string[];
  readonly links: { readonly href: string; readonly text: string[] }[];
  readonly headings: string[][];
  readonly modified: string[];
  description: string | null;
  siteName: string | null;
}

/**
 * Reads what a visitor of a page would see, and what it says for machines; nothing is run or loaded.
 *
 * Scripts, styles, comments and elements that the markup itself hides are left out of the text.
 */
export function parsePage(html: string, url: string): ParsedPage {
  const collected = readAll(html);
  const links = collected.links.flatMap((link) => absolute(link.href, squeeze(link.text), url));
  const { posts, organisation, modifiedAt } = readJsonLd(collected.jsonLd);
  const linked = links.flatMap((link) => applicantSystemPost(link) ?? []);
  return {
    content: {
      title: lineOf(collected.title),
      description: lineOf([collected.description ?? '']),
      siteName: lineOf([collected.siteName ?? '']),
      headings: collected.headings.flatMap((heading) => lineOf(heading) ?? []).slice(0, MAX_HEADINGS),
      text: cutInTheMiddle(squeeze(collected.text)),
      // The same posts are often both stated and linked: the statement, which is dated, counts.
      posts: posts.length > 0 ? posts : linked,
      organisation,
      statedModifications: [...modifiedAt, ...collected.modified].map((text) => text.slice(0, MAX_LINE)),
    },
    links,
  };
}

function readAll(html: string): Collected {
  const collected: Collected = {
    title: [],
    text: [],
    jsonLd: [],
    links: [],
    headings: [],
    modified: [],
    description: null,
    siteName: null,
  };
  readInto(collected, html);
  return collected;
}

function readInto(collected: Collected, html: string): void {
  let place: 'title' | 'jsonLd' | 'text' = 'text';
  let hiddenDepth = 0;
  let openLink: Collected['links'][number] | undefined;
  let openHeading: string[] | undefined;
  const parser = new Parser({
    onopentag(name, attributes) {
      if (hiddenDepth > 0 || isHidden(name, attributes)) hiddenDepth += 1;
      if (name === 'script' && /^application\/ld\+json/i.test(attributes.type ?? '')) {
        place = 'jsonLd';
        collected.jsonLd.push('');
      }
      if (name === 'title' && hiddenDepth === 0 && collected.title.length === 0) place = 'title';
      if (name === 'meta') readMeta(collected, attributes);
      if (HEADINGS.has(name) && hiddenDepth === 0) openHeading = addHeading(collected);
      if (name === 'a' && attributes.href !== undefined && collected.links.length < MAX_LINKS) {
        openLink = { href: attributes.href, text: [] };
        collected.links.push(openLink);
      }
    },
    ontext(text) {
      if (place === 'jsonLd') collected.jsonLd.push(`${collected.jsonLd.pop() ?? ''}${text}`);
      else if (place === 'title') collected.title.push(text);
      else if (hiddenDepth === 0) {
        collected.text.push(text);
        openLink?.text.push(text);
        openHeading?.push(text);
      }
    },
    onclosetag(name) {
      if (hiddenDepth > 0) hiddenDepth -= 1;
      if (name === 'script' || name === 'title') place = 'text';
      if (name === 'a') openLink = undefined;
      if (HEADINGS.has(name)) openHeading = undefined;
      // Words of neighbouring elements are not one word.
      collected.text.push(' ');
    },
  });
  parser.end(html);
}

function addHeading({ headings }: Collected): string[] {
  const heading: string[] = [];
  headings.push(heading);
  return heading;
}

function isHidden(name: string, attributes: Readonly<Record<string, string>>): boolean {
  const style = attributes.style ?? '';
  return (
    UNSEEN.has(name) ||
    attributes.hidden !== undefined ||
    attributes['aria-hidden'] === 'true' ||
    /display\s*:\s*none|visibility\s*:\s*hidden/i.test(style)
  );
}

function readMeta(collected: Collected, attributes: Readonly<Record<string, string>>): void {
  const name = (attributes.name ?? attributes.property ?? attributes['http-equiv'] ?? '').toLowerCase();
  const content = attributes.content ?? null;
  if (name === 'description' || name === 'og:description') collected.description ??= content;
  if (name === 'og:site_name') collected.siteName ??= content;
  if (MODIFIED.has(name) && content !== null) collected.modified.push(content);
}

function absolute(href: string, text: string, base: string): readonly PageLink[] {
  if (!URL.canParse(href, base)) return [];
  const url = new URL(href, base);
  url.hash = '';
  return url.protocol === 'https:' || url.protocol === 'http:'
    ? [{ url: url.href, text: text.slice(0, MAX_LINE) }]
    : [];
}

function lineOf(parts: readonly string[]): string | null {
  return squeeze(parts).slice(0, MAX_LINE) || null;
}

function cutInTheMiddle(text: string): string {
  return text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT - MAX_END)} ${text.slice(-MAX_END)}`;
}

/** Collapses white space; format characters (zero width, tags, direction) are no words of anybody. */
function squeeze(parts: readonly string[]): string {
  return parts
    .join('')
    .replace(/\p{Cf}/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
}
