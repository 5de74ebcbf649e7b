/**
 * Real companies with facts of the public register, each only where it is certain; what is missing is unknown.
 *
 * Contains public sector information licensed under the Open Government Licence v3.0.
 */
export interface RealCompany {
  readonly number: string;
  /** As on the register. */
  readonly name: string;
  readonly town?: string;
  readonly postcode?: string;
  readonly sic?: readonly string[];
  /** `YYYY-MM-DD`. */
  readonly incorporatedOn?: string;
  /** Default `Public Limited Company`. */
  readonly category?: string;
  readonly previousName?: { readonly name: string; readonly until: string };
}

const LLP = 'Limited Liability Partnership';

export const REAL_COMPANIES: readonly RealCompany[] = [
  {
    number: '00445790',
    name: 'TESCO PLC',
    town: 'WELWYN GARDEN CITY',
    postcode: 'AL7 1GA',
    sic: ['47110'],
    incorporatedOn: '1947-11-27',
  },
  { number: '00041424', name: 'UNILEVER PLC', town: 'WIRRAL', postcode: 'CH62 4ZD' },
  { number: '00102498', name: 'BP P.L.C.', town: 'LONDON', incorporatedOn: '1909-04-14' },
  { number: '00048839', name: 'BARCLAYS PLC', town: 'LONDON', postcode: 'E14 5HP' },
  { number: '00002065', name: 'LLOYDS BANK PLC', town: 'LONDON' },
  { number: '00617987', name: 'HSBC HOLDINGS PLC', town: 'LONDON', incorporatedOn: '1959-01-01' },
  { number: '00185647', name: 'J SAINSBURY PLC', town: 'LONDON', postcode: 'EC1N 2HT' },
  { number: '00214436', name: 'MARKS AND SPENCER P.L.C.', town: 'LONDON', postcode: 'W2 1NW' },
  { number: '03888792', name: 'GSK PLC', previousName: { name: 'GLAXOSMITHKLINE PLC', until: '2022-05-16' } },
  {
    number: '02723534',
    name: 'ASTRAZENECA PLC',
    town: 'CAMBRIDGE',
    postcode: 'CB2 0AA',
    incorporatedOn: '1992-06-17',
  },
  { number: '01833679', name: 'VODAFONE GROUP PUBLIC LIMITED COMPANY', town: 'NEWBURY', postcode: 'RG14 2FN' },
  { number: '01800000', name: 'BRITISH TELECOMMUNICATIONS PUBLIC LIMITED COMPANY', town: 'LONDON' },
  { number: '00023307', name: 'DIAGEO PLC', town: 'LONDON', postcode: 'W1F 7HS' },
  { number: '04366849', name: 'SHELL PLC', town: 'LONDON', postcode: 'SE1 7NA' },
  { number: '00053723', name: 'PEARSON PLC', town: 'LONDON', postcode: 'WC2R 0RL' },
  { number: '03033654', name: 'CENTRICA PLC', town: 'WINDSOR', postcode: 'SL4 5GD' },
  { number: 'SC045551', name: 'NATWEST GROUP PLC', town: 'EDINBURGH', postcode: 'EH2 2YB' },
  {
    number: '00464777',
    name: 'ASDA STORES LIMITED',
    town: 'LEEDS',
    postcode: 'LS11 5AD',
    sic: ['47110'],
    category: 'Private Limited Company',
  },
  { number: 'OC301540', name: 'KPMG LLP', town: 'LONDON', postcode: 'E14 5GL', category: LLP },
  { number: 'OC300001', name: 'ERNST & YOUNG LLP', town: 'LONDON', category: LLP },
];
