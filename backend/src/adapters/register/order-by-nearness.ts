import { distance } from 'fastest-levenshtein';
import { normaliseCompanyName } from '../../domain/company/normalise-company-name.ts';
import { postcodeDistrictOf } from '../../domain/company/normalise-postcode.ts';
import { normaliseTown } from '../../domain/company/normalise-town.ts';
import type { RegisterCompany } from '../../domain/company/register-company.ts';

/** Below this a neighbour in the alphabet is only a neighbour: half of the letters differ. */
const LEAST_NEARNESS = 0.5;
/** Same place: enough to put the branch of the right town before a name that is one letter nearer. */
const PLACE_BONUS = 0.15;

/** What is looked for, in the form that is compared. */
export interface Wanted {
  readonly companyNumber: string | undefined;
  /** Normalised name; '' when there is none. */
  readonly key: string;
  readonly town: string | undefined;
  readonly postcode: string | undefined;
}

/**
 * Puts the companies that could be meant in order, nearest first, and leaves out those that are not near.
 *
 * Not a judgement of the match (that is the domain's): it only decides which ones are worth judging.
 */
export function orderByNearness(rows: readonly RegisterCompany[], wanted: Wanted): readonly RegisterCompany[] {
  const unique = new Map(rows.map((row) => [row.companyNumber, row]));
  return [...unique.values()]
    .map((row) => ({ row, nearness: row.companyNumber === wanted.companyNumber ? 2 : nearnessOf(row, wanted) }))
    .filter(({ nearness }) => nearness >= LEAST_NEARNESS)
    .sort((a, b) => b.nearness - a.nearness || (a.row.companyNumber < b.row.companyNumber ? -1 : 1))
    .map(({ row }) => row);
}

/** Tells whether one of a company's names is near enough to be worth reading the company. */
export function isNear(keys: readonly string[], wanted: string): boolean {
  return keys.some((key) => similarityOf(key, wanted) >= LEAST_NEARNESS);
}

function nearnessOf(row: RegisterCompany, wanted: Wanted): number {
  if (wanted.key === '') return 0;
  const keys = [row.name, ...(row.previousNames ?? []).map(({ name }) => name)].map(normaliseCompanyName);
  const best = Math.max(...keys.map((key) => similarityOf(key, wanted.key)));
  return best < LEAST_NEARNESS || !isSamePlace(row, wanted) ? best : best + PLACE_BONUS;
}

/** 1 for equal keys; a name that goes on after the wanted words counts as near however long it is. */
function similarityOf(key: string, wanted: string): number {
  const letters = 1 - distance(key, wanted) / Math.max(key.length, wanted.length);
  return key.startsWith(`${wanted} `) ? Math.max(letters, 0.6) : letters;
}

function isSamePlace({ registeredOffice: office }: RegisterCompany, wanted: Wanted): boolean {
  const district = wanted.postcode === undefined ? undefined : postcodeDistrictOf(wanted.postcode);
  if (district !== undefined && office.postcode !== null && postcodeDistrictOf(office.postcode) === district)
    return true;
  const town = wanted.town === undefined ? undefined : normaliseTown(wanted.town);
  // The register's address lines slip: the town often stands in the second line or the county.
  const places = [office.town, office.line2, office.county].flatMap((place) =>
    place === null ? [] : normaliseTown(place),
  );
  return town !== undefined && places.includes(town);
}
