import { isCompany, NONE, recordOf, titleCase, typedName, type Variant, withWholePlace } from './golden-pair.ts';
import { drawPostcode, postcodeElsewhereInTown } from './golden-register.ts';
import { FOREIGN_TOWNS, TWIN_TOWNS } from './vocabulary.ts';

/** The name agrees; what the record says about the place does not, or it is another business altogether. */
export const PLACE_VARIANTS: readonly Variant[] = [
  {
    name: 'no place',
    make(register) {
      const company = register.add();
      return { record: recordOf(register, typedName(company)), truth: isCompany(company) };
    },
  },
  {
    name: 'office moved, the record has the old town',
    make(register) {
      const company = register.add();
      const old = register.place(register.otherTown(company.town));
      return { record: recordOf(register, typedName(company), old), truth: isCompany(company) };
    },
  },
  {
    name: 'right town, slip in the postcode',
    make(register) {
      const company = register.add();
      const [outward = ''] = company.postcode.split(' ');
      const postcode = `${outward} ${register.random.below(10)}ZZ`;
      const record = withWholePlace(recordOf(register, typedName(company)), { town: company.town, postcode });
      return { record, truth: isCompany(company) };
    },
  },
  {
    name: 'trades in another district of its town',
    make(register) {
      const company = register.add();
      const postcode = postcodeElsewhereInTown(company.postcode, register.random);
      const record = withWholePlace(recordOf(register, typedName(company)), { town: company.town, postcode });
      return { record, truth: isCompany(company) };
    },
  },
  {
    name: 'the register writes the town one line further',
    make(register) {
      const place = register.place();
      const company = register.add({ ...place, line2: place.town, town: 'BUSINESS PARK' });
      return { record: recordOf(register, typedName(company), place), truth: isCompany(company) };
    },
  },
  {
    name: 'foreign firm, country given',
    make(register) {
      const company = register.add();
      const { city, country } = register.random.pick([...FOREIGN_TOWNS, ...TWIN_TOWNS]);
      return { record: { type: 'company', values: { name: titleCase(company.base), city, country } }, truth: NONE };
    },
  },
  {
    name: 'foreign firm, only its town given',
    make(register) {
      const company = register.add();
      const { city } = register.random.pick(FOREIGN_TOWNS);
      return { record: { type: 'company', values: { name: titleCase(company.base), city } }, truth: NONE };
    },
  },
  {
    name: 'foreign firm in a town that Britain has too, foreign legal form',
    make(register) {
      const { town, city, form } = register.random.pick(TWIN_TOWNS);
      const company = register.add({ town });
      return { record: { type: 'company', values: { name: `${titleCase(company.base)} ${form}`, city } }, truth: NONE };
    },
  },
  {
    name: 'foreign firm in a town that Britain has too, foreign postcode',
    make(register) {
      const { town, city, zip } = register.random.pick(TWIN_TOWNS);
      const company = register.add({ town });
      return { record: { type: 'company', values: { name: titleCase(company.base), city, zip } }, truth: NONE };
    },
  },
  {
    name: 'unregistered namesake in another town',
    make(register) {
      const company = register.add();
      const elsewhere = register.place(register.otherTown(company.town));
      return { record: recordOf(register, titleCase(company.base), elsewhere), truth: NONE };
    },
  },
  {
    name: 'unregistered namesake in another district of the town',
    make(register) {
      const company = register.add();
      const postcode = postcodeElsewhereInTown(company.postcode, register.random);
      const record = withWholePlace(recordOf(register, titleCase(company.base)), { town: company.town, postcode });
      return { record, truth: NONE };
    },
  },
  {
    name: 'not in the register',
    make(register) {
      const record = recordOf(register, titleCase(register.coinName()), register.place());
      return { record, truth: NONE };
    },
  },
  {
    name: 'not in the register, at the address of another company',
    make(register) {
      const neighbour = register.add();
      const area = neighbour.postcode.replace(/\d.*$/, '');
      register.add({ town: neighbour.town, postcode: drawPostcode(area, register.random) });
      return { record: recordOf(register, titleCase(register.coinName()), neighbour), truth: NONE };
    },
  },
];
