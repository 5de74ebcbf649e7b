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

const MAX_TEXT = 50_000;
const MAX_LINE = 300;
const MAX_LINKS = 1_000;
const UNSEEN = new Set(['script', 'style', 'noscript', 'template', 'svg', 'iframe', 'select', 'textarea']);

/** What is collected while the page goes by. */
interface Collected {
  readonly title: string[];
  readonly text: string[];
  readonly jsonLd: string[];
  readonly links: { readonly href: string; readonly text: string[] }[];
  description: string | null;
  textLength: number;
}

/**
 * Reads what a visitor of a page would see, and what it says for machines; nothing is run or loaded.
 *
 * Scripts, styles, comments and elements that the markup itself hides are left out of the text.
 */
export function parsePage(html: string, url: string): ParsedPage {
  const collected: Collected = { title: [], text: [], jsonLd: [], links: [], description: null, textLength: 0 };
  readInto(collected, html);
  const links = collected.links.flatMap((link) => absolute(link.href, squeeze(link.text), url));
  const { posts, organisation } = readJsonLd(collected.jsonLd);
  const linked = links.flatMap((link) => applicantSystemPost(link) ?? []);
  return {
    content: {
      title: squeeze(collected.title).slice(0, MAX_LINE) || null,
      description: collected.description && (squeeze([collected.description]).slice(0, MAX_LINE) || null),
      text: squeeze(collected.text),
      // The same posts are often both stated and linked: the statement, which is dated, counts.
      posts: posts.length > 0 ? posts : linked,
      organisation,
    },
    links,
  };
}

function readInto(collected: Collected, html: string): void {
  let place: 'title' | 'jsonLd' | 'text' = 'text';
  let hiddenDepth = 0;
  let openLink: Collected['links'][number] | undefined;
  const parser = new Parser({
    onopentag(name, attributes) {
      if (hiddenDepth > 0 || isHidden(name, attributes)) hiddenDepth += 1;
      if (name === 'script' && /^application\/ld\+json/i.test(attributes.type ?? '')) {
        place = 'jsonLd';
        collected.jsonLd.push('');
      }
      if (name === 'title' && hiddenDepth === 0 && collected.title.length === 0) place = 'title';
      if (name === 'meta') collected.description ??= descriptionOf(attributes);
      if (name === 'a' && attributes.href !== undefined && collected.links.length < MAX_LINKS) {
        openLink = { href: attributes.href, text: [] };
        collected.links.push(openLink);
      }
    },
    ontext(text) {
      if (place === 'jsonLd') collected.jsonLd.push(`${collected.jsonLd.pop() ?? ''}${text}`);
      else if (place === 'title') collected.title.push(text);
      else if (hiddenDepth === 0 && collected.textLength < MAX_TEXT) {
        collected.textLength += text.length;
        collected.text.push(text);
        openLink?.text.push(text);
      }
    },
    onclosetag(name) {
      if (hiddenDepth > 0) hiddenDepth -= 1;
      if (name === 'script' || name === 'title') place = 'text';
      if (name === 'a') openLink = undefined;
      // Words of neighbouring elements are not one word.
      collected.text.push(' ');
    },
  });
  parser.end(html);
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

function descriptionOf(attributes: Readonly<Record<string, string>>): string | null {
  const name = (attributes.name ?? attributes.property ?? '').toLowerCase();
  return name === 'description' || name === 'og:description' ? (attributes.content ?? null) : null;
}

function absolute(href: string, text: string, base: string): readonly PageLink[] {
  if (!URL.canParse(href, base)) return [];
  const url = new URL(href, base);
  url.hash = '';
  return url.protocol === 'https:' || url.protocol === 'http:'
    ? [{ url: url.href, text: text.slice(0, MAX_LINE) }]
    : [];
}

/** Collapses white space; format characters (zero width, tags, direction) are no words of anybody. */
function squeeze(parts: readonly string[]): string {
  return parts
    .join('')
    .replace(/\p{Cf}/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
}
