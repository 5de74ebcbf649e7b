import type { Random } from '../random.ts';
import { isCompany, recordOf, titleCase, typedName, type Variant } from './golden-pair.ts';
import type { GoldenCompany, GoldenRegister } from './golden-register.ts';
import { BRANDS, SHORT_FORMS, SURNAMES, TRADES } from './vocabulary.ts';

/** A variant in which only the name differs: one company, its place, and another spelling. */
function spelled(
  name: string,
  spell: (company: GoldenCompany, random: Random) => string,
  makeBase?: (register: GoldenRegister) => string,
): Variant {
  return {
    name,
    make(register) {
      const company = register.add(makeBase === undefined ? {} : { base: makeBase(register) });
      return { record: recordOf(register, spell(company, register.random), company), truth: isCompany(company) };
    },
  };
}

/** The same company, spelt otherwise. */
export const SPELLING_VARIANTS: readonly Variant[] = [
  spelled('name as registered', ({ base, form }) => `${base} ${form}`),
  spelled('legal form spelt otherwise', (company) => typedName(company)),
  spelled('legal form left out', ({ base }) => titleCase(base)),
  spelled(
    '& and "and"',
    ({ base }) => titleCase(base.replace('&', 'and')),
    ({ random }) => `${random.pick(SURNAMES)} & ${random.pick(SURNAMES)} ${random.pick(TRADES)}${random.below(1e4)}`,
  ),
  spelled(
    'signs, apostrophes, article',
    ({ base }, random) => random.pick([`The ${titleCase(base)}`, `${base.toLowerCase().replace(' ', '-')} ltd.`]),
    (register) => register.coinName().replace(' ', "'S "),
  ),
  spelled('one slip of the pen', ({ base }, random) => `${titleCase(slip(base, random))} Ltd`),
  spelled('two slips of the pen', ({ base }, random) => titleCase(slip(slip(base, random), random))),
  spelled('words in another order', ({ base }) => titleCase(base.split(' ').reverse().join(' '))),
  spelled(
    'abbreviated',
    ({ base }) => titleCase(base.replace(/\w+$/, (word) => SHORT_FORMS[word] ?? word)),
    (register) => register.coinName().replace(/\w+$/, () => register.random.pick(Object.keys(SHORT_FORMS))),
  ),
  spelled(
    'number in words',
    ({ base }) => titleCase(base.replace(/\d$/, (digit) => ['ONE', 'TWO', 'THREE'][Number(digit) - 1] ?? digit)),
    (register) => `${register.coinName()} ${1 + register.random.below(3)}`,
  ),
  spelled('legal name "t/a" brand', (company, random) => {
    const joint = random.pick(['t/a', 'T/A', 'trading as']);
    return `${typedName(company)} ${joint} ${titleCase(random.pick(BRANDS))}`;
  }),
  spelled('brand, not the legal name', (_, random) => titleCase(`${random.pick(BRANDS)} ${random.pick(BRANDS)}`)),
  {
    name: 'previous name',
    make(register) {
      const before = register.coinName();
      const company = register.add({ previousNames: [`${before} LIMITED`] });
      return { record: recordOf(register, titleCase(before), company), truth: isCompany(company) };
    },
  },
  {
    name: 'contact with a business e-mail only',
    make(register) {
      const company = register.add();
      const domain = `${company.base.toLowerCase().replace(/[^a-z]/g, '')}.example`;
      return { record: { type: 'contact', values: { email: `jo@${domain}` } }, truth: isCompany(company) };
    },
  },
  {
    name: 'contact with employer and town',
    make(register) {
      const company = register.add();
      const values = { email: 'jo.smith@gmail.com', company: typedName(company), city: titleCase(company.town) };
      return { record: { type: 'contact', values }, truth: isCompany(company) };
    },
  },
];

/** Drops, doubles, swaps or replaces one letter. */
export function slip(name: string, random: Random): string {
  const letters = [...name].flatMap((letter, at) => (/[A-Z]/.test(letter) && at > 0 ? [at] : []));
  const at = random.pick(letters);
  const [letter = '', next = ''] = [name[at], name[at + 1]];
  return random.pick([
    name.slice(0, at) + name.slice(at + 1),
    name.slice(0, at) + letter + name.slice(at),
    name.slice(0, at) + next + letter + name.slice(at + 2),
    `${name.slice(0, at)}${random.pick([...'AEINORST'])}${name.slice(at + 1)}`,
  ]);
}
