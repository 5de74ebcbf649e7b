import { type DemoCompany, registeredCompany } from './demo-company.ts';

/** Invented companies that cannot simply be found: namesakes, slips of the pen, missing data, firms from elsewhere. */
export const UNCLEAR_COMPANIES: readonly DemoCompany[] = [
  // Two living companies answer to the name, and the record gives no place.
  {
    crm: {
      key: 'copper-lantern',
      owner: 'rowan',
      properties: { name: 'Copper Lantern', domain: 'copperlantern.example' },
    },
    register: [
      {
        number: '99900301',
        name: 'COPPER LANTERN LIMITED',
        line1: '21 CHANDLER STREET',
        town: 'BATH',
        postcode: 'BA1 0ZZ',
        sic: ['74100'],
        years: 9.2,
        accounts: 'MICRO ENTITY',
      },
      {
        number: '99900302',
        name: 'THE COPPER LANTERN COMPANY LIMITED',
        line1: '6 FORGE LANE',
        town: 'SHEFFIELD',
        postcode: 'S1 0ZZ',
        sic: ['62012'],
        years: 2.7,
        accounts: 'MICRO ENTITY',
      },
    ],
  },
  // One has ended, its namesake lives.
  {
    crm: {
      key: 'brackenfield',
      owner: 'imogen',
      activity: 'active',
      properties: { name: 'Brackenfield Design', domain: 'brackenfield.example', city: 'Manchester' },
    },
    register: [
      {
        number: '99900303',
        name: 'BRACKENFIELD DESIGN LIMITED',
        line1: '3 BOBBIN MILL',
        town: 'MANCHESTER',
        postcode: 'M15 0ZZ',
        sic: ['74100'],
        years: 22,
        accounts: 'TOTAL EXEMPTION SMALL',
        status: 'Dissolved',
        dissolvedDaysAgo: 2400,
        accountsDueInDays: -2600,
        confirmationDueInDays: -2500,
      },
      {
        number: '99900304',
        name: 'BRACKENFIELD DESIGN LTD',
        line1: '3 BOBBIN MILL',
        town: 'MANCHESTER',
        postcode: 'M15 0ZZ',
        sic: ['74100'],
        years: 5.1,
        accounts: 'TOTAL EXEMPTION FULL',
      },
    ],
  },
  // The portal knows it by the name it gave up.
  {
    crm: {
      key: 'swiftlet',
      owner: 'rowan',
      activity: 'curious',
      properties: { name: 'Swiftlet Market Research', domain: 'swiftlet.example', city: 'London' },
    },
    register: [
      {
        number: '99900305',
        name: 'ALDERSHAW INSIGHT LIMITED',
        line1: '77 COMPASS ROW',
        town: 'LONDON',
        postcode: 'SE16 0ZZ',
        sic: ['73200'],
        years: 8.8,
        accounts: 'SMALL',
        previousNames: [{ name: 'SWIFTLET MARKET RESEARCH LIMITED', daysAgo: 52 }],
      },
    ],
  },
  // A slip of the pen.
  {
    crm: {
      key: 'wetherdale',
      owner: 'imogen',
      properties: { name: 'Wetherdale Sofware', domain: 'wetherdale.example', city: 'Leeds' },
    },
    register: [
      {
        number: '99900306',
        name: 'WETHERDALE SOFTWARE LIMITED',
        line1: '12 WEIR VIEW',
        town: 'LEEDS',
        postcode: 'LS6 0ZZ',
        sic: ['62012'],
        years: 3.6,
        accounts: 'MICRO ENTITY',
      },
    ],
  },
  // The right name, but no place to be sure by.
  {
    crm: { key: 'juniper-wharf', properties: { name: 'Juniper Wharf Robotics', domain: 'juniperwharf.example' } },
    register: [
      {
        number: '99900307',
        name: 'JUNIPER WHARF ROBOTICS LIMITED',
        line1: '1 JUNIPER WHARF',
        town: 'PLYMOUTH',
        postcode: 'PL1 0ZZ',
        sic: ['71121'],
        years: 1.4,
        accounts: 'NO ACCOUNTS FILED',
      },
    ],
  },
  // Found by the postcode alone: the town is spelt another way.
  registeredCompany(
    { key: 'hollin-bridge', name: 'Hollin Bridge Films', owner: 'rowan', industry: 'MOTION_PICTURES_AND_FILM' },
    {
      number: '99900308',
      name: 'HOLLIN BRIDGE FILMS LIMITED',
      line1: 'STUDIO 2 HOLLIN BRIDGE',
      town: 'LEEDS',
      postcode: 'LS28 0ZZ',
      sic: ['59111'],
      years: 2.1,
      accounts: 'TOTAL EXEMPTION FULL',
      previousNames: [{ name: 'HOLLIN PICTURES LIMITED', daysAgo: 96 }],
    },
  ),
  // Not on the register at all.
  {
    crm: {
      key: 'nordlicht',
      owner: 'imogen',
      activity: 'curious',
      properties: {
        name: 'Nordlicht Segelwerke GmbH',
        domain: 'nordlicht.example',
        city: 'Hamburg',
        country: 'Germany',
      },
    },
  },
  {
    crm: {
      key: 'boulvert',
      properties: { name: 'Ateliers Boulvert SARL', domain: 'boulvert.example', city: 'Lyon', country: 'France' },
    },
  },
  { crm: { key: 'tearoom', owner: 'rowan', properties: { name: 'Dot and Winnie’s Tearoom', city: 'Whitby' } } },
  // A domain and nothing else.
  { crm: { key: 'mothwing', properties: { domain: 'mothwing.example' } } },
];
