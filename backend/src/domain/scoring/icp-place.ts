import type { Known } from '../company/company-facts.ts';
import { normalisePostcode, postcodeAreaOf, postcodeDistrictOf } from '../company/normalise-postcode.ts';
import { normaliseTown } from '../company/normalise-town.ts';
import type { RegisteredOffice } from '../company/register-company.ts';
import type { CriterionVerdict } from './criterion-verdict.ts';

const UNITED_KINGDOM = new Set(['UNITED KINGDOM', 'UK', 'GB', 'GREAT BRITAIN']);
const NATIONS = new Set(['ENGLAND', 'SCOTLAND', 'WALES', 'NORTHERN IRELAND', 'ENGLAND AND WALES']);

/**
 * Judges whether a registered office lies in one of the wanted places: postcode, its area or district, town, county or country.
 *
 * @returns undefined when the office is not known well enough to say no
 */
export function judgePlace(
  wanted: readonly string[],
  office: Known<RegisteredOffice> | undefined,
): CriterionVerdict | undefined {
  if (office === undefined) return undefined;
  const verdicts = wanted.map((place) => isIn(place, office.value));
  const value =
    [office.value.town, office.value.postcode].filter(Boolean).join(', ') || office.value.country || 'unknown';
  if (verdicts.includes(true)) return { isMet: true, value, fact: office };
  return verdicts.includes(undefined) ? undefined : { isMet: false, value, fact: office };
}

function isIn(place: string, office: RegisteredOffice): boolean | undefined {
  const text = place.trim().toUpperCase();
  if (UNITED_KINGDOM.has(text) || NATIONS.has(text)) return isInCountry(text, office);
  if (/^[A-Z]{1,2}(\d[A-Z\d]?)?$/.test(text)) return isInPostcodeArea(text, office.postcode);
  const postcode = normalisePostcode(text);
  if (postcode !== undefined)
    return office.postcode === null ? undefined : normalisePostcode(office.postcode) === postcode;
  const town = normaliseTown(place);
  // The bulk file often has the town in the second line and none in its own column.
  const parts = [office.town, office.line2, office.county, office.country].flatMap((part) =>
    part ? [normaliseTown(part)] : [],
  );
  if (town !== undefined && parts.includes(town)) return true;
  return office.town === null ? undefined : false;
}

function isInPostcodeArea(wanted: string, postcode: string | null): boolean | undefined {
  if (postcode === null) return undefined;
  return postcodeAreaOf(postcode) === wanted || postcodeDistrictOf(postcode) === wanted;
}

/** The register often leaves the country out; a British postcode then tells the kingdom, not the nation. */
function isInCountry(wanted: string, office: RegisteredOffice): boolean | undefined {
  const country = office.country && normaliseTown(office.country);
  const isBritish =
    (country && (UNITED_KINGDOM.has(country) || NATIONS.has(country))) ||
    (office.postcode !== null && normalisePostcode(office.postcode) !== undefined);
  if (UNITED_KINGDOM.has(wanted)) return isBritish ? true : country ? false : undefined;
  if (country === wanted) return true;
  if (!country || UNITED_KINGDOM.has(country)) return undefined;
  return country === 'ENGLAND AND WALES' ? undefined : false;
}
