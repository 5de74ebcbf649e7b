import { companyNumbersInText } from '../company/company-numbers-in-text.ts';
import type { DomainStatement } from '../company/domain-statement.ts';
import type { WebsitePage } from './website.ts';

/** Marks that part the name of a company from what else stands in a title. */
const TITLE_BREAKS = /\s[|–—·•:»-]+\s|:\s/u;
const MAX_NAMES = 20;

/**
 * Reads which company the pages of a website say they belong to.
 *
 * @param pages the first page first
 * @param domain the registrable domain that was asked for; its label is a name, too
 * @returns undefined when no page states a company number
 */
export function websiteStatement(
  pages: readonly WebsitePage[],
  domain: string,
  isOwnDomain: boolean,
): DomainStatement | undefined {
  const companyNumbers = [...new Set(pages.flatMap(({ text }) => companyNumbersInText(text)))];
  if (companyNumbers.length === 0) return undefined;
  const names = pages.flatMap(({ kind, title, siteName, organisation }) => [
    organisation.legalName,
    organisation.name,
    siteName,
    ...(kind === 'home' ? (title ?? '').split(TITLE_BREAKS) : []),
  ]);
  const label = (domain.split('.')[0] ?? '').replaceAll('-', ' ');
  const stated = [...names, label].flatMap((name) => name?.trim() || []);
  return { companyNumbers, names: [...new Set(stated)].slice(0, MAX_NAMES), isOwnDomain };
}
