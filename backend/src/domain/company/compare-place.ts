import type { CompanyIdentity } from './company.ts';
import { isForeignPostcode, normalisePostcode, postcodeDistrictOf } from './normalise-postcode.ts';
import { normaliseTown } from './normalise-town.ts';
import type { RegisterCompany } from './register-company.ts';

/** How a record's place relates to a registered office. */
export interface PlaceRelation {
  /** `same_town`: the town is equal and the district is not. `unknown`: one side says nothing about it. */
  readonly kind: 'equal' | 'same_town' | 'contradicting' | 'unknown';
  /** Why, in words; [] when unknown. */
  readonly reasons: readonly string[];
}

const BRITISH = new Set(
  `UNITED KINGDOM|UK|GB|GREAT BRITAIN|ENGLAND|SCOTLAND|WALES|NORTHERN IRELAND|ENGLAND AND WALES`.split('|'),
);

/**
 * Compares place by postcode, then town.
 *
 * An equal postcode decides. A record in another country contradicts, also when a town has the same name (Boston); its
 * postcode shows that too. In an equal town the districts must agree where both are known: towns are large.
 * The register often writes the town one line further down or up, so those lines count as well.
 */
export function comparePlace(identity: CompanyIdentity, row: RegisterCompany): PlaceRelation {
  const office = row.registeredOffice;
  const postcode = identity.postcode && normalisePostcode(identity.postcode);
  const officePostcode = office.postcode && normalisePostcode(office.postcode);
  const town = identity.town && normaliseTown(identity.town);
  const officeTowns = [office.town, office.county, office.line2].flatMap((line) => (line ? [normaliseTown(line)] : []));
  const isTownEqual = Boolean(town) && officeTowns.includes(town);
  if (postcode && postcode === officePostcode) {
    return { kind: 'equal', reasons: ['postcode equal', ...(isTownEqual ? ['town equal'] : [])] };
  }
  if (isAbroad(identity.country, office.country)) return { kind: 'contradicting', reasons: ['country differs'] };
  if (isForeignPostcode(identity.postcode ?? '')) {
    return { kind: 'contradicting', reasons: ['postcode of another country'] };
  }
  if (isTownEqual) {
    const isElsewhere =
      postcode && officePostcode && postcodeDistrictOf(postcode) !== postcodeDistrictOf(officePostcode);
    return isElsewhere
      ? { kind: 'same_town', reasons: ['town equal', 'postcode differs'] }
      : { kind: 'equal', reasons: ['town equal'] };
  }
  if (town && officeTowns.length > 0) return { kind: 'contradicting', reasons: ['town differs'] };
  if (postcode && officePostcode) return { kind: 'contradicting', reasons: ['postcode differs'] };
  return { kind: 'unknown', reasons: [] };
}

/** Only a record that names its country can be abroad; an office without one is taken as British. */
function isAbroad(country: string | undefined, officeCountry: string | null): boolean {
  const wanted = country && normaliseTown(country);
  if (!wanted || BRITISH.has(wanted)) return false;
  return wanted !== (officeCountry && normaliseTown(officeCountry));
}
