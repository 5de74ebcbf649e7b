import { FITTING_COMPANIES } from './demo-companies-fitting.ts';
import { MISFIT_COMPANIES } from './demo-companies-misfit.ts';
import { UNCLEAR_COMPANIES } from './demo-companies-unclear.ts';
import type { CrmCompany } from './demo-company.ts';

/**
 * Real companies as the portal's sales people would have entered them. Names and towns are real, domains and activity
 * are invented.
 */
const REAL_IN_PORTAL: readonly CrmCompany[] = [
  real('tesco', 'Tesco PLC', 'Welwyn Garden City', 'active'),
  real('unilever', 'Unilever PLC', 'Wirral'),
  real('bp', 'BP plc', 'London'),
  real('barclays', 'Barclays PLC', 'London'),
  real('lloyds', 'Lloyds Bank plc', 'London'),
  real('hsbc', 'HSBC Holdings', 'London'),
  real('sainsbury', 'J Sainsbury plc', 'London'),
  real('marks-and-spencer', 'Marks & Spencer', 'London'),
  // It changed its name: a person decides.
  real('gsk', 'GlaxoSmithKline', undefined),
  real('astrazeneca', 'AstraZeneca', 'Cambridge'),
  real('vodafone', 'Vodafone Group', 'Newbury'),
  real('bt', 'British Telecommunications plc', 'London'),
  real('diageo', 'Diageo', 'London'),
  real('shell', 'Shell plc', 'London'),
  real('pearson', 'Pearson', 'London'),
  real('centrica', 'Centrica', 'Windsor'),
  real('natwest', 'NatWest Group', 'Edinburgh'),
  real('asda', 'Asda Stores Ltd', 'Leeds', 'curious'),
  real('kpmg', 'KPMG', 'London'),
  real('ernst-young', 'Ernst & Young', 'London'),
  // On the register only once the 500-row extract of Companies House is imported.
  real('and-agency', '&Agency Ltd', 'London', 'active'),
  real('and-cultural', '&Co Cultural Marketing CIC', 'Leeds', 'curious'),
  real('uncommon', '(Uncommon) Limited', 'London'),
];

/** All companies of the demo portal, the showcase first. */
export const CRM_COMPANIES: readonly CrmCompany[] = [
  ...[...FITTING_COMPANIES, ...MISFIT_COMPANIES, ...UNCLEAR_COMPANIES].flatMap(({ crm }) => crm ?? []),
  ...REAL_IN_PORTAL,
];

function real(key: string, name: string, city: string | undefined, activity?: CrmCompany['activity']): CrmCompany {
  const properties = { name, domain: `${key}.example`, ...(city === undefined ? {} : { city }) };
  return { key, properties, ...(activity === undefined ? {} : { activity }) };
}
