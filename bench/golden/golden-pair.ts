import type { GoldenCompany, GoldenRegister, Place } from './golden-register.ts';

/** Which company a record means; known because the pair was built so, never because a program found it. */
export type Truth =
  | { readonly kind: 'company'; readonly companyNumber: string }
  /** The business is not in the register. */
  | { readonly kind: 'none' }
  /** The record does not say enough: nobody could tell, so that accepting any company is wrong. */
  | { readonly kind: 'ambiguous' };

/** A record as HubSpot holds it. */
export interface GoldenRecord {
  readonly type: 'company' | 'contact';
  readonly values: Readonly<Record<string, string>>;
  /** A company number that a person typed. */
  readonly numberSetByPerson?: string;
}

/** A record with the truth about it. */
export interface GoldenPair {
  readonly variant: string;
  readonly record: GoldenRecord;
  readonly truth: Truth;
}

/** One way in which records differ from the register. */
export interface Variant {
  readonly name: string;
  /** Adds to the register what the pair needs, and makes the record with its truth. */
  readonly make: (register: GoldenRegister) => Omit<GoldenPair, 'variant'>;
}

export const NONE: Truth = { kind: 'none' };
export const AMBIGUOUS: Truth = { kind: 'ambiguous' };

/** This company and no other. */
export function isCompany({ companyNumber }: GoldenCompany): Truth {
  return { kind: 'company', companyNumber };
}

/** A HubSpot company record with a name and the place as people fill it in: town, postcode, or both. */
export function recordOf(
  register: GoldenRegister,
  name: string,
  place: Partial<Place> = {},
  more: Readonly<Record<string, string>> = {},
): GoldenRecord {
  const { random } = register;
  const filled = random.next();
  const town = place.town !== undefined && filled < 0.85 ? { city: titleCase(place.town) } : {};
  const postcode = place.postcode !== undefined && filled > 0.4 ? { zip: place.postcode } : {};
  const country = random.next() < 0.5 ? { country: random.pick(['United Kingdom', 'UK', 'England']) } : {};
  return { type: 'company', values: { name, ...town, ...postcode, ...country, ...more } };
}

/** Both town and postcode, whatever the record. */
export function withWholePlace(record: GoldenRecord, place: Place): GoldenRecord {
  return { ...record, values: { ...record.values, city: titleCase(place.town), zip: place.postcode } };
}

/** `HERON & SON LIMITED` as people type it. */
export function titleCase(text: string): string {
  return text.toLowerCase().replace(/(^|[\s\-&(])\p{L}/gu, (start) => start.toUpperCase());
}

/** The name with a legal form as people write it. */
export function typedName({ base, form }: GoldenCompany): string {
  const typed: Readonly<Record<string, string>> = { LIMITED: 'Ltd', LTD: 'Limited' };
  return `${titleCase(base)} ${typed[form] ?? form}`;
}
