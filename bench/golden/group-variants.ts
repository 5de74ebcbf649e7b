import { AMBIGUOUS, isCompany, NONE, recordOf, titleCase, typedName, type Variant } from './golden-pair.ts';
import type { GoldenCompany, GoldenRegister, Place } from './golden-register.ts';

/** Companies of one group at one address: holding, trading company, services. */
function group(
  register: GoldenRegister,
  members: readonly string[],
): readonly [string, Place, readonly GoldenCompany[]] {
  const brand = register.coinName();
  const place = register.place();
  return [brand, place, members.map((member) => register.add({ base: `${brand}${member}`, ...place }))];
}

const MEMBERS = [' HOLDINGS', ' UK', ' SERVICES'];

/** Companies that share an owner, an address and most of the name; and numbers that people type. */
export const GROUP_VARIANTS: readonly Variant[] = [
  {
    name: 'group: full name of one company',
    make(register) {
      const [, place, companies] = group(register, MEMBERS);
      const meant = register.random.pick(companies);
      return { record: recordOf(register, typedName(meant), place), truth: isCompany(meant) };
    },
  },
  {
    name: 'group: only the brand',
    make(register) {
      const [brand, place] = group(register, MEMBERS);
      return { record: recordOf(register, titleCase(brand), place), truth: AMBIGUOUS };
    },
  },
  {
    name: 'group: only the brand, which one company bears as its name',
    make(register) {
      const [brand, place] = group(register, ['', ...MEMBERS]);
      return { record: recordOf(register, titleCase(brand), place), truth: AMBIGUOUS };
    },
  },
  {
    name: 'group: company with the bare name, legal form said',
    make(register) {
      const [, place, [bare]] = group(register, ['', ...MEMBERS]);
      const meant = bare ?? register.add();
      return { record: recordOf(register, typedName(meant), place), truth: isCompany(meant) };
    },
  },
  {
    name: 'numbered companies at one address',
    make(register) {
      const [, place, companies] = group(register, [' 1', ' 2', ' 3', ' 4']);
      const meant = register.random.pick(companies);
      return { record: recordOf(register, typedName(meant), place), truth: isCompany(meant) };
    },
  },
  {
    name: 'numbered company that is not in the register',
    make(register) {
      const [brand, place] = group(register, [' 1', ' 2', ' 3', ' 4']);
      return { record: recordOf(register, `${titleCase(brand)} 7 Ltd`, place), truth: NONE };
    },
  },
  {
    name: 'branch: the town stands in the name',
    make(register) {
      const meant = register.add();
      const name = titleCase(`${meant.base} ${meant.town}`);
      return { record: recordOf(register, name, meant), truth: isCompany(meant) };
    },
  },
  {
    name: 'company number typed',
    make(register) {
      const meant = register.add();
      const record = recordOf(register, typedName(meant), register.random.next() < 0.5 ? meant : {});
      return { record: { ...record, numberSetByPerson: meant.companyNumber }, truth: isCompany(meant) };
    },
  },
  {
    name: 'company number with a slip, which is another company’s',
    make(register) {
      const [meant, other] = [register.add(), register.add()];
      const record = recordOf(register, typedName(meant), meant);
      return { record: { ...record, numberSetByPerson: other.companyNumber }, truth: isCompany(meant) };
    },
  },
  {
    name: 'number of one company of a group, name of another',
    make(register) {
      const [, place, [holding, , services]] = group(register, MEMBERS);
      const [numbered, named] = [holding ?? register.add(), services ?? register.add()];
      const record = recordOf(register, typedName(named), place);
      return { record: { ...record, numberSetByPerson: numbered.companyNumber }, truth: AMBIGUOUS };
    },
  },
];
