import type { IsoDate } from '../time.ts';

/** Which pages of a website are looked at; at most one of each besides the first page. */
export type WebsitePageKind = 'home' | 'careers' | 'contact' | 'legal';

/** A post that a page states in machine-readable form, or a link to one in a known applicant system. */
export interface JobPost {
  readonly title: string;
  /** The posting's own date; null when it gives none. */
  readonly postedOn: IsoDate | null;
  /** Last day on which one can apply; null when it gives none. */
  readonly validUntil: IsoDate | null;
  /** The same post on two pages has the same key. */
  readonly key: string;
}

/** One page of a company's website, as a visitor sees it. All texts have their white space collapsed. */
export interface WebsitePage {
  readonly kind: WebsitePageKind;
  readonly url: string;
  readonly title: string | null;
  readonly description: string | null;
  /** The name of the site as the page's head gives it. */
  readonly siteName: string | null;
  /** Headings of the first and second level, in reading order. */
  readonly headings: readonly string[];
  /** Visible words in reading order; may be cut. */
  readonly text: string;
  readonly posts: readonly JobPost[];
  /** What the page's JSON-LD says about the organisation; null when it does not. */
  readonly organisation: {
    readonly name: string | null;
    readonly legalName: string | null;
    readonly description: string | null;
    readonly employees: number | null;
  };
  /** When the page says it was last changed, as written; the most trustworthy statement first. [] when it does not say. */
  readonly statedModifications: readonly string[];
}
