import { AMBIGUOUS, isCompany, NONE, recordOf, titleCase, typedName, type Variant } from './golden-pair.ts';
import type { GoldenCompany, GoldenRegister } from './golden-register.ts';

const ENDED = { status: 'Dissolved', dissolvedOn: '14/05/2021' };

/** Two living companies of one name, in two towns. */
function twins(register: GoldenRegister): readonly [GoldenCompany, GoldenCompany] {
  const first = register.add();
  const town = register.otherTown(first.town);
  return [first, register.add({ base: first.base, town })];
}

/** Several companies bear or bore the name. */
export const NAMESAKE_VARIANTS: readonly Variant[] = [
  {
    name: 'namesake in another town',
    make(register) {
      const [meant] = twins(register);
      return { record: recordOf(register, typedName(meant), meant), truth: isCompany(meant) };
    },
  },
  {
    name: 'namesakes, no place',
    make(register) {
      const [meant] = twins(register);
      return { record: recordOf(register, typedName(meant)), truth: AMBIGUOUS };
    },
  },
  {
    name: 'namesakes, a third town',
    make(register) {
      const [meant, other] = twins(register);
      const third = register.place(register.otherTown(meant.town, other.town));
      return { record: recordOf(register, typedName(meant), third), truth: AMBIGUOUS };
    },
  },
  {
    name: 'dissolved namesake in the same town',
    make(register) {
      const meant = register.add();
      register.add({ base: meant.base, town: meant.town, ...ENDED });
      return { record: recordOf(register, typedName(meant), meant), truth: isCompany(meant) };
    },
  },
  {
    name: 'dissolved company, living namesake elsewhere',
    make(register) {
      const [meant, town] = [register.add(ENDED), register.otherTown()];
      register.add({ base: meant.base, town: town === meant.town ? register.otherTown(town) : town });
      return { record: recordOf(register, typedName(meant), meant), truth: isCompany(meant) };
    },
  },
  {
    name: 'company and partnership of one name, form not said',
    make(register) {
      const company = register.add({ form: 'LIMITED' });
      register.add({ base: company.base, form: 'LLP', town: company.town, postcode: company.postcode });
      return { record: recordOf(register, titleCase(company.base), company), truth: AMBIGUOUS };
    },
  },
  {
    name: 'company and partnership of one name, form said',
    make(register) {
      const company = register.add({ form: 'LIMITED' });
      const partnership = register.add({
        base: company.base,
        form: 'LLP',
        town: company.town,
        postcode: company.postcode,
      });
      const meant = register.random.pick([company, partnership]);
      return { record: recordOf(register, typedName(meant), meant), truth: isCompany(meant) };
    },
  },
  {
    name: 'another legal form than the only company of the name',
    make(register) {
      const { base, town, postcode } = register.add({ form: 'LIMITED' });
      const form = register.random.pick(['LLP', 'PLC', 'CIC']);
      return { record: recordOf(register, `${titleCase(base)} ${form}`, { town, postcode }), truth: NONE };
    },
  },
  {
    name: 'name given up by one company and taken by another in the town',
    make(register) {
      const taker = register.add();
      register.add({ town: taker.town, previousNames: [`${taker.base} LIMITED`] });
      return { record: recordOf(register, titleCase(taker.base), { town: taker.town }), truth: AMBIGUOUS };
    },
  },
];
