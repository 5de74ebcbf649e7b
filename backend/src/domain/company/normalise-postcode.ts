/** British postcode, written with or without spaces (Royal Mail: outward part, then digit and two letters). */
const POSTCODE = /^([A-Z]{1,2}\d[A-Z\d]?)(\d[A-Z]{2})$/;

/**
 * Writes a British postcode in its one form, e.g. `LS10 2RU`.
 *
 * @returns upper case with one space; undefined for what is no British postcode
 */
export function normalisePostcode(text: string): string | undefined {
  const match = POSTCODE.exec(text.toUpperCase().replace(/[^A-Z0-9]/g, ''));
  return match ? `${match[1]} ${match[2]}` : undefined;
}

/** The outward part of a British postcode, e.g. `LS10`; undefined for what is none. */
export function postcodeDistrictOf(text: string): string | undefined {
  return normalisePostcode(text)?.split(' ')[0];
}

/** The area letters of a British postcode, e.g. `LS`; undefined for what is none. */
export function postcodeAreaOf(text: string): string | undefined {
  return /^[A-Z]+/.exec(normalisePostcode(text) ?? '')?.[0];
}

/** All British postcodes that stand in a text, in order. */
export function postcodesIn(text: string): readonly string[] {
  const found = text.toUpperCase().match(/\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b/g) ?? [];
  return found.flatMap((postcode) => normalisePostcode(postcode) ?? []);
}
