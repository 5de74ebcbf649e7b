import { z } from 'zod';
import type { JobPost, WebsitePage } from '../../domain/evidence/website.ts';

/** What a page says about itself for machines (schema.org). */
export interface JsonLd {
  readonly organisation: WebsitePage['organisation'];
  readonly posts: readonly JobPost[];
  /** When the page itself says it was changed, as written; articles and products on it have days of their own. */
  readonly modifiedAt: readonly string[];
}

const MAX_ITEMS = 500;
const MAX_DEPTH = 4;
const MAX_TITLE = 120;
const MAX_TEXT = 300;

const ORGANISATION_TYPES = new Set(['Organization', 'Corporation', 'LocalBusiness', 'ProfessionalService']);

const PAGE_TYPES = new Set(['WebPage', 'WebSite', 'AboutPage', 'CollectionPage']);

const text = z.string().transform((value) => value.replace(/\s+/g, ' ').trim());
const day = z
  .string()
  .regex(/^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])/)
  .transform((value) => value.slice(0, 10));
const wholeNumber = z.coerce.number().int().min(0).max(5_000_000);
const maybe = <T extends z.ZodType>(schema: T) => schema.nullable().catch(null);

const itemSchema = z.looseObject({ '@type': z.union([z.string(), z.array(z.string())]).catch('') });
const pageSchema = z.object({ dateModified: z.string() });
const organisationSchema = z.object({
  name: maybe(text),
  legalName: maybe(text),
  description: maybe(text),
  // A range ("50-100") is no number of people.
  numberOfEmployees: maybe(
    z.union([
      wholeNumber.refine((count) => count > 0),
      z.object({ value: wholeNumber.refine((count) => count > 0) }).transform(({ value }) => value),
    ]),
  ),
});
const postSchema = z.object({
  title: text.pipe(z.string().min(1)),
  datePosted: maybe(day),
  validThrough: maybe(day),
  url: maybe(z.string()),
});

/** Reads the organisation and the job postings out of a page's JSON-LD blocks; what is malformed says nothing. */
export function readJsonLd(blocks: readonly string[]): JsonLd {
  const items = blocks.flatMap((block) => flatten(parse(block), 0)).slice(0, MAX_ITEMS);
  const organisations = items.flatMap((item) => {
    if (!typesOf(item).some((type) => ORGANISATION_TYPES.has(type))) return [];
    const parsed = organisationSchema.safeParse(item);
    return parsed.success ? [parsed.data] : [];
  });
  return {
    organisation: {
      name: organisations.find(({ name }) => name !== null)?.name?.slice(0, MAX_TITLE) ?? null,
      legalName: organisations.find(({ legalName }) => legalName !== null)?.legalName?.slice(0, MAX_TITLE) ?? null,
      description:
        organisations.find(({ description }) => description !== null)?.description?.slice(0, MAX_TEXT) ?? null,
      employees: organisations.find(({ numberOfEmployees }) => numberOfEmployees !== null)?.numberOfEmployees ?? null,
    },
    posts: items.flatMap((item) => (typesOf(item).includes('JobPosting') ? postOf(item) : [])),
    modifiedAt: items.flatMap((item) => {
      const parsed = typesOf(item).some((type) => PAGE_TYPES.has(type)) ? pageSchema.safeParse(item) : undefined;
      return parsed?.success ? [parsed.data.dateModified] : [];
    }),
  };
}

function parse(block: string): unknown {
  try {
    return JSON.parse(block);
  } catch {
    // Broken blocks are common; the page is read without them.
    return undefined;
  }
}

/** Lists, graphs and item lists hold the items that matter; deeper nesting does not. */
function flatten(value: unknown, depth: number): readonly unknown[] {
  if (depth > MAX_DEPTH || typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.slice(0, MAX_ITEMS).flatMap((item) => flatten(item, depth + 1));
  const inner = Object.entries(value)
    .filter(([key]) => key === '@graph' || key === 'itemListElement' || key === 'item')
    .flatMap(([, items]) => flatten(items, depth + 1));
  return [value, ...inner];
}

function typesOf(item: unknown): readonly string[] {
  const parsed = itemSchema.safeParse(item);
  return parsed.success ? [parsed.data['@type']].flat() : [];
}

function postOf(item: unknown): readonly JobPost[] {
  const parsed = postSchema.safeParse(item);
  if (!parsed.success) return [];
  const { title, datePosted: postedOn, validThrough: validUntil, url } = parsed.data;
  const key = url ?? `${title.toLowerCase()} ${postedOn ?? ''}`;
  return [{ title: title.slice(0, MAX_TITLE), postedOn, validUntil, key }];
}
