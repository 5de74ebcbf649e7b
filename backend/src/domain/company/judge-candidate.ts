import { type Company, type CompanyIdentity, companyIdOfNumber } from './company.ts';
import { compareName, type NameRelation } from './compare-name.ts';
import { comparePlace, type PlaceRelation } from './compare-place.ts';
import { legalFormOf } from './legal-form.ts';
import type { RegisterCompany } from './register-company.ts';

/** A number that was decided earlier: by a person for this record, or by a colleague for this domain. */
export interface KnownNumber {
  readonly number: string;
  readonly by: 'person' | 'domain';
}

/** One register company weighed against a record. */
export interface JudgedCandidate {
  readonly row: RegisterCompany;
  /** 0–1. */
  readonly confidence: number;
  readonly reasons: readonly string[];
  /** True when a number, not a name, points at it: namesakes then do not matter. */
  readonly isByNumber: boolean;
  readonly name: NameRelation;
  readonly place: PlaceRelation['kind'];
}

/**
 * Confidence by name and place. Name and place equal: accepted when unique. A name alone stays below the usual floor
 * of 0.90, because names are reused and trading names are not unique; so does a name in another district of the town,
 * where a business that is not in the register may bear it.
 */
const CONFIDENCE: Readonly<Record<NameRelation, Readonly<Record<PlaceRelation['kind'], number>>>> = {
  equal: { equal: 0.95, same_town: 0.85, unknown: 0.8, contradicting: 0.55 },
  previous: { equal: 0.8, same_town: 0.7, unknown: 0.6, contradicting: 0.4 },
  close: { equal: 0.75, same_town: 0.65, unknown: 0.5, contradicting: 0.35 },
  alike: { equal: 0.55, same_town: 0.45, unknown: 0.35, contradicting: 0.2 },
  contained: { equal: 0.6, same_town: 0.5, unknown: 0.4, contradicting: 0.3 },
  different: { equal: 0.1, same_town: 0.05, unknown: 0.05, contradicting: 0 },
  unknown: { equal: 0.2, same_town: 0.15, unknown: 0.1, contradicting: 0 },
};

/** What an equal postcode adds to an equal name: it is far rarer than a town. */
const POSTCODE_BONUS = 0.02;

const NUMBER_AND_NAME = 0.99;
const NUMBER_WITHOUT_NAME = 0.97;
const NUMBER_AGAINST_NAME = 0.6;
const DOMAIN_CHOICE = 0.95;
/** A record that states another number cannot mean this company for sure. */
const OTHER_NUMBER_CAP = 0.6;
/** A partnership is not the company of the same name; but people err about forms, and companies change theirs. */
const OTHER_FORM_CAP = 0.85;

const NAME_REASONS: Readonly<Record<NameRelation, readonly string[]>> = {
  equal: ['name equal after normalising'],
  previous: ['equal to a previous name'],
  close: ['name nearly equal'],
  alike: ['name similar'],
  contained: ['name partly equal'],
  different: ['name differs'],
  unknown: [],
};

/** Weighs one register company against what a record says; a number decides before name and place. */
export function judgeCandidate(
  identity: CompanyIdentity,
  row: RegisterCompany,
  knownNumber: KnownNumber | undefined,
): JudgedCandidate {
  const name = compareName(identity.name, row);
  const place = comparePlace(identity, row);
  const weighed = { row, name, place: place.kind };
  const words = [...NAME_REASONS[name], ...place.reasons];
  if (knownNumber?.number === row.companyNumber && knownNumber.by === 'person') {
    return { ...weighed, confidence: 1, reasons: ['company chosen by a person', ...words], isByNumber: true };
  }
  const isNumberEqual = identity.companyNumber === row.companyNumber;
  if (isNumberEqual || knownNumber?.number === row.companyNumber) {
    const reason = isNumberEqual ? 'company number equal' : 'domain chosen by a colleague';
    const confidence = numberConfidence(name, isNumberEqual);
    return { ...weighed, confidence, reasons: [reason, ...words], isByNumber: true };
  }
  const caps = [
    ...(isOtherForm(identity.name, row.name) ? [{ reason: 'legal form differs', cap: OTHER_FORM_CAP }] : []),
    ...(identity.companyNumber === undefined ? [] : [{ reason: 'company number differs', cap: OTHER_NUMBER_CAP }]),
  ];
  const hasPostcode = name === 'equal' && place.reasons.includes('postcode equal');
  const confidence = CONFIDENCE[name][place.kind] + (hasPostcode ? POSTCODE_BONUS : 0);
  return {
    ...weighed,
    confidence: Math.min(confidence, ...caps.map(({ cap }) => cap)),
    reasons: [...words, ...caps.map(({ reason }) => reason)],
    isByNumber: false,
  };
}

/** Tells whether two names state different legal forms; only forms that both state can differ. */
export function isOtherForm(name: string | undefined, rowName: string): boolean {
  const [stated, registered] = [name === undefined ? undefined : legalFormOf(name), legalFormOf(rowName)];
  return stated !== undefined && registered !== undefined && stated !== registered;
}

/** The register company as the product names companies. The register knows no domains. */
export function companyOfRow(row: RegisterCompany, domain: string | null = null): Company {
  const { companyNumber, name, status } = row;
  return { id: companyIdOfNumber(companyNumber), name, companyNumber, domain, status };
}

/** A number that goes with a clearly different name is a slip or another company: a person decides. */
function numberConfidence(name: NameRelation, isNumberEqual: boolean): number {
  if (name === 'different') return NUMBER_AGAINST_NAME;
  if (!isNumberEqual) return DOMAIN_CHOICE;
  return name === 'unknown' ? NUMBER_WITHOUT_NAME : NUMBER_AND_NAME;
}
