import { makeRandom, type Random } from '../random.ts';
import { FIRST_WORDS, STREETS, SURNAMES, SYLLABLES, TOWNS, TRADES } from './vocabulary.ts';

/** A company of the generated register, and how its name was put together. */
export interface GoldenCompany {
  readonly companyNumber: string;
  /** Upper case, without legal form. */
  readonly base: string;
  /** As the register writes it, e.g. `LIMITED`. */
  readonly form: string;
  readonly line1: string;
  readonly line2: string;
  readonly town: string;
  readonly county: string;
  readonly postcode: string;
  readonly status: string;
  /** Empty while it lives; written as in the bulk file, `DD/MM/YYYY`. */
  readonly dissolvedOn: string;
  /** Names with legal form, the latest first. */
  readonly previousNames: readonly string[];
}

/** A register that grows while the pairs are made. */
export interface GoldenRegister {
  readonly random: Random;
  readonly companies: readonly GoldenCompany[];
  /** A base name that no company of this register bears or bore. */
  coinName(): string;
  /** A place in the town, or in any. */
  place(town?: string): Place;
  /** A town that is none of these. */
  otherTown(...not: readonly string[]): string;
  /** Adds a company; what is not given is drawn. */
  add(facts?: Partial<Omit<GoldenCompany, 'companyNumber'>>): GoldenCompany;
}

export interface Place {
  readonly town: string;
  readonly postcode: string;
}

/** Numbers that Companies House never issued, so that a generated company is nobody. */
const FIRST_NUMBER = 99_200_000;
/** Districts of each town: 1 to this. */
const DISTRICTS = 9;

/** Makes an empty register; the same seed and calls make the same companies. */
export function makeGoldenRegister(seed: number): GoldenRegister {
  const random = makeRandom(seed);
  const companies: GoldenCompany[] = [];
  const taken = new Set<string>();
  const coinName = (): string => {
    for (;;) {
      const name = drawName(random);
      if (taken.has(name)) continue;
      taken.add(name);
      return name;
    }
  };
  const place = (town?: string): Place => {
    const area = TOWNS.find(({ name }) => name === town) ?? random.pick(TOWNS);
    return { town: area.name, postcode: drawPostcode(area.area, random) };
  };
  return {
    random,
    companies,
    coinName,
    place,
    otherTown: (...not) => random.pick(TOWNS.filter(({ name }) => !not.includes(name))).name,
    add(facts = {}) {
      const company: GoldenCompany = {
        companyNumber: String(FIRST_NUMBER + companies.length),
        base: facts.base ?? coinName(),
        form: random.next() < 0.9 ? 'LIMITED' : 'LTD',
        line1: `${1 + random.below(200)} ${random.pick(STREETS)} STREET`,
        line2: '',
        county: '',
        ...place(facts.town),
        status: random.next() < 0.95 ? 'Active' : 'Active - Proposal to Strike off',
        dissolvedOn: '',
        previousNames: [],
        ...facts,
      };
      companies.push(company);
      return company;
    },
  };
}

/** Like `SW7 3QT`; the district can be chosen. */
export function drawPostcode(area: string, random: Random, district = 1 + random.below(DISTRICTS)): string {
  const letters = 'ABDEFGHJLNPQRSTUWXYZ';
  const letter = () => letters[random.below(letters.length)] ?? 'A';
  return `${area}${district} ${random.below(10)}${letter()}${letter()}`;
}

/** A postcode of the same town in a district that is clearly another. */
export function postcodeElsewhereInTown(postcode: string, random: Random): string {
  const [, area = '', digits = '1'] = /^([A-Z]+)(\d+)/.exec(postcode) ?? [];
  return drawPostcode(area, random, Number(digits) + 10);
}

function drawName(random: Random): string {
  const trade = random.pick(TRADES);
  const kind = random.next();
  if (kind < 0.3) return `${random.pick(SURNAMES)} ${trade}`;
  if (kind < 0.4) return `${random.pick(SURNAMES)} & ${random.pick(SURNAMES)} ${trade}`;
  const coined = random.pick(SYLLABLES) + random.pick(SYLLABLES) + (random.next() < 0.5 ? random.pick(SYLLABLES) : '');
  if (kind < 0.7) return `${coined} ${trade}`;
  return `${random.pick(FIRST_WORDS)} ${kind < 0.85 ? random.pick(FIRST_WORDS) : coined} ${trade}`;
}
