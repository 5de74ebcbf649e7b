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

/**
 * Tells whether a text has the form of a postcode that Britain does not use: four to six digits (most of Europe, the
 * United States, Australia), with letters after or before them (the Netherlands, Ireland), or letters and digits in turn (Canada).
 */
export function isForeignPostcode(text: string): boolean {
  const words = text.trim().toUpperCase();
  if (normalisePostcode(words) !== undefined) return false;
  return /^([A-Z]{1,2}-)?\d{4,6}(-\d{3,4})?$|^\d{4} ?[A-Z]{2}$|^[A-Z]\d[A-Z] ?\d[A-Z]\d$|^[A-Z]\d[\dW] ?[A-Z\d]{4}$/.test(
    words,
  );
}

/** All British postcodes that stand in a text, in order. */
export function postcodesIn(text: string): readonly string[] {
  const found = text.toUpperCase().match(/\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b/g) ?? [];
  return found.flatMap((postcode) => normalisePostcode(postcode) ?? []);
}
