import type { CompanyIdentity } from '../backend/src/domain/company/company.ts';
import type { Random } from './random.ts';

/** A company of the register, as a record might mean it. */
export interface Target {
  readonly number: string;
  readonly name: string;
  readonly previousName: string | null;
  readonly town: string | null;
  readonly postcode: string | null;
}

/** One search, and the company that it means; null when it means none. */
export interface Query {
  readonly identity: CompanyIdentity;
  readonly number: string | null;
}

/** One way in which people ask for a company. */
export interface QueryKind {
  readonly name: string;
  readonly make: (target: Target, random: Random) => Query;
}

/** Every way that is measured, from the usual to the hopeless. */
export const QUERY_KINDS: readonly QueryKind[] = [
  { name: 'present name', make: (target) => named(target, target.name) },
  { name: 'previous name', make: (target) => named(target, target.previousName ?? target.name) },
  { name: 'one slip of the pen', make: (target, random) => named(target, mistype(target.name, random)) },
  {
    name: 'two slips of the pen',
    make: (target, random) => named(target, mistype(mistype(target.name, random), random)),
  },
  { name: 'name and town', make: (target) => placed(target, target.name, { town: target.town }) },
  { name: 'name and postcode', make: (target) => placed(target, target.name, { postcode: target.postcode }) },
  {
    name: 'name without its last word, and town',
    make: (target) => placed(target, withoutLastWord(target.name), { town: target.town }),
  },
  { name: 'legal name t/a brand', make: (target) => named(target, `${target.name} t/a Snapbark Pets`) },
  { name: 'brand that no company bears', make: (target, random) => nobody(`${coin(random)} ${wordOf(target)}`) },
  { name: 'common words', make: (_target, random) => nobody(random.pick(COMMON_NAMES)) },
  { name: 'one common word', make: (target) => nobody(wordOf(target)) },
  { name: 'junk', make: (_target, random) => nobody(random.pick(JUNK)) },
];

const COMMON_NAMES = [
  ...['Smith Holdings', 'Smith', 'J Smith', 'Jones & Sons Ltd', 'Smith & Jones', 'Patel Retail', 'Taylor Roofing'],
  ...['Premier Services', 'Premier', 'City Properties', 'Global Trading Company', 'Green Energy', 'First Property'],
  ...['Royal', 'The Garden Company', 'Prime Estates London', 'Silver Lion', 'Smart Solutions', 'King Holdings Group'],
];

const JUNK = [
  ...['test', 'asdf', 'n/a', '-', '???', 'xxx xxx', 'A', '1', '0000000', 'Ltd', 'unknown', 'null', 'self employed'],
  ...[
    'qwertyuiop zxcvbnm',
    'Z'.repeat(40),
    'lorem ipsum '.repeat(40).trim(),
    '株式会社',
    '😀😀',
    "'; DROP TABLE x; --",
  ],
];

const named = ({ number }: Target, name: string): Query => ({ identity: { name }, number });
const nobody = (name: string): Query => ({ identity: { name }, number: null });

function placed(
  target: Target,
  name: string,
  { town = null, postcode = null }: { readonly town?: string | null; readonly postcode?: string | null },
): Query {
  const place = { ...(town === null ? {} : { town }), ...(postcode === null ? {} : { postcode }) };
  return { identity: { name, ...place }, number: target.number };
}

function withoutLastWord(name: string): string {
  return name.replace(/ (LIMITED|LTD)$/, '').replace(/ \S+$/, '');
}

/** The first word of its name: thousands of companies share it, or none does. */
function wordOf({ name }: Target): string {
  return name.split(' ')[0] ?? name;
}

function coin(random: Random): string {
  return Array.from({ length: 7 }, () => random.pick([...'BCDFGKLMNPRSTVWXZAEIOU'])).join('');
}

/** Drops, doubles, swaps or replaces one letter. */
function mistype(name: string, random: Random): string {
  const at = 1 + random.below(Math.max(1, name.length - 2));
  const [letter, next] = [name[at] ?? '', name[at + 1] ?? ''];
  const slips = [
    name.slice(0, at) + name.slice(at + 1),
    name.slice(0, at) + letter + name.slice(at),
    name.slice(0, at) + next + letter + name.slice(at + 2),
    `${name.slice(0, at)}X${name.slice(at + 1)}`,
  ];
  return random.pick(slips);
}
