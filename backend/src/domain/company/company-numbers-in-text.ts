import { companyNumberOfId } from './company.ts';

/**
 * A label, at most 60 characters without a digit, and a number. Prefixes are spelled out: "No 01234567" has none.
 * Every part is bounded, so that the search stays linear in the text.
 */
const LABELLED =
  /\b(?:company|companies|registered|registration|incorporated|crn|(?:reg|regd|co)\.?\s?no)\b([^\d]{0,60}?)\b((?:(?:SC|NI|OC|SO|NC|FC|LP|SL|NL|CE|CS|GE|OE|NF|SF|ZC|RC)\s?\d{6})|\d{7,8})\b/giu;

/** Words before the label, or between it and the number, that make it a number of another kind. */
const OTHER_KIND = /\b(?:vat|charit\w*|tel|telephone|phone|call|fax|mobile|ico|fca|data protection|account|policy)\b/iu;

/**
 * Finds the company numbers that a text states about somebody, as British websites must state their own.
 *
 * Only numbers behind a label such as "Company number" or "Registered in England and Wales No." count; those of
 * charities, VAT, telephones and regulators do not.
 *
 * @returns in the register's form, each once, in order of appearance
 * @see https://www.legislation.gov.uk/uksi/2015/17/regulation/25 (trading disclosures on websites)
 */
export function companyNumbersInText(text: string): readonly string[] {
  const numbers = [...text.matchAll(LABELLED)].flatMap(({ index, 1: between = '', 2: number = '' }) => {
    const [wordBefore = ''] = /\w+\s*$/.exec(text.slice(Math.max(0, index - 20), index)) ?? [];
    return OTHER_KIND.test(`${wordBefore} ${between}`) ? [] : (companyNumberOfId(number) ?? []);
  });
  return [...new Set(numbers)];
}
