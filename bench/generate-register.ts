import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { pathToFileURL } from 'node:url';
import { makeRandom, type Random } from './random.ts';

/**
 * Writes a file in the form of the Companies House bulk product: all 55 columns, official header with its blanks.
 *
 * The same seed and number of rows make the same bytes. Company numbers are in the never-issued range 99xxxxxx and in
 * prefixes with high serials, in random order as in the official file (which is sorted by name).
 */
export async function generateRegister(input: {
  readonly path: string;
  readonly rows: number;
  readonly seed: number;
}): Promise<void> {
  const out = createWriteStream(input.path, { highWaterMark: 1 << 20 });
  const random = makeRandom(input.seed);
  out.write(`${OFFICIAL_HEADER}\n`);
  for (let index = 0; index < input.rows; index += 1) {
    if (!out.write(makeRow(index, input.rows, random))) await once(out, 'drain');
  }
  out.end();
  await finished(out);
}

const PREVIOUS = Array.from(
  { length: 10 },
  (_, i) => `PreviousName_${i + 1}.CONDATE, PreviousName_${i + 1}.CompanyName`,
);
/** The official header, with the blanks that it really has. */
export const OFFICIAL_HEADER = `CompanyName, CompanyNumber,RegAddress.CareOf,RegAddress.POBox,RegAddress.AddressLine1, RegAddress.AddressLine2,RegAddress.PostTown,RegAddress.County,RegAddress.Country,RegAddress.PostCode,CompanyCategory,CompanyStatus,CountryOfOrigin,DissolutionDate,IncorporationDate,Accounts.AccountRefDay,Accounts.AccountRefMonth,Accounts.NextDueDate,Accounts.LastMadeUpDate,Accounts.AccountCategory,Returns.NextDueDate,Returns.LastMadeUpDate,Mortgages.NumMortCharges,Mortgages.NumMortOutstanding,Mortgages.NumMortPartSatisfied,Mortgages.NumMortSatisfied,SICCode.SicText_1,SICCode.SicText_2,SICCode.SicText_3,SICCode.SicText_4,LimitedPartnerships.NumGenPartners,LimitedPartnerships.NumLimPartners,URI,${PREVIOUS.join(',')},ConfStmtNextDueDate, ConfStmtLastMadeUpDate`;

const words = (text: string): readonly string[] => text.trim().split(/\s+/);
const FIRST =
  words(`ALDER ASHFORD BEACON BIRCH BLACKWOOD BRIDGE BRIGHT CASTLE CEDAR CITY COASTAL CROWN DALE DIAMOND EAGLE EAST
 ELITE EVEREST FALCON FIRST FOREST GLOBAL GOLDEN GREEN GROVE HARBOUR HAWTHORN HIGHLAND HORIZON IMPACT IVY JUBILEE KESTREL
 KINGS LAKESIDE LION MAPLE MERIDIAN METRO MILL NEXUS NORTH OAK OCEAN PARK PEAK PHOENIX PINE PREMIER PRIME QUAYSIDE QUEST
 RAVEN REGAL RIVER ROSE ROWAN ROYAL SAPPHIRE SEVERN SILVER SKY SMART SOLENT SOUTH STERLING STONE SUMMIT SWIFT THAMES TOWER
 TRENT TRINITY UNITY URBAN VALE VERTEX VICTORIA WAVERLEY WEST WILLOW WINDSOR YORK ZENITH`);
const SECOND =
  words(`ACCOUNTING AUTOMOTIVE BUILDING CARE CATERING CLEANING COMMERCIAL CONSULTING CONSTRUCTION CREATIVE DESIGN
 DEVELOPMENT DIGITAL EDUCATION ELECTRICAL ENERGY ENGINEERING ESTATES EVENTS FABRICATION FINANCE FITNESS FLOORING FOOD GARDEN
 HEALTH HEATING HOLDINGS HOMES INTERIORS INVESTMENTS JOINERY LANDSCAPES LEISURE LETTINGS LOGISTICS MANAGEMENT MARKETING MEDIA
 MOTORS MUSIC PACKAGING PLUMBING PRINT PROJECTS PROPERTY RECRUITMENT RESEARCH RETAIL ROOFING SECURITY SOFTWARE SPORTS STUDIOS
 SUPPLIES SYSTEMS TECHNOLOGY TEXTILES TRADING TRAINING TRANSPORT TRAVEL VENTURES WHOLESALE`);
const LAST = words('GROUP SERVICES SOLUTIONS PARTNERS UK INTERNATIONAL ASSOCIATES COMPANY LONDON EUROPE NORTH 2000');
const SURNAMES =
  words(`SMITH JONES TAYLOR BROWN WILLIAMS WILSON JOHNSON DAVIES PATEL ROBINSON WRIGHT THOMPSON EVANS WALKER WHITE ROBERTS
 GREEN HALL WOOD JACKSON CLARKE KHAN HARRIS LEWIS COOPER KING BAKER TURNER MORRIS HUSSAIN CLARK SINGH ALI MOORE PARKER
 MITCHELL SCOTT CAMPBELL MURPHY KELLY`);
const SYLLABLES = words(
  'BA BRA CA CHEN DA DRI EL FA FEN GA GRI HA HOL IN JA KA KEN LA LIN MA MER NA NOR O PA PEN QUI RA RIN SA SHAN SU TA TOR VA VEN WA WIN XA YA ZA',
);
const INITIALS = [...'ABCDEFGHIJKLMNOPRSTVWY'];
const STREETS = words(
  'HIGH STATION CHURCH MAIN PARK VICTORIA LONDON GREEN MANOR KINGS QUEENS MILL SCHOOL BRIDGE MARKET',
);
const TOWNS = words(
  'LONDON MANCHESTER BIRMINGHAM LEEDS GLASGOW EDINBURGH BRISTOL CARDIFF LIVERPOOL SHEFFIELD NOTTINGHAM NORWICH YORK OXFORD READING',
);
const AREAS = words('EC1 M1 B1 LS1 G1 EH1 BS1 CF10 L1 S1 NG1 NR1 YO1 OX1 RG1');
const SICS = [
  '62012 - Business and domestic software development',
  '62020 - Information technology consultancy activities',
  '70229 - Management consultancy activities other than financial management',
  '41100 - Development of building projects',
  '68209 - Other letting and operating of own or leased real estate',
  '43210 - Electrical installation',
  '47910 - Retail sale via mail order houses or via Internet',
  '56101 - Licensed restaurants',
  '96090 - Other service activities n.e.c.',
  '82990 - Other business support service activities n.e.c.',
  '99999 - Dormant Company',
  '25620 - Machining',
  'None Supplied',
];
const CATEGORIES = [
  'MICRO ENTITY',
  'MICRO ENTITY',
  'TOTAL EXEMPTION FULL',
  'NO ACCOUNTS FILED',
  'DORMANT',
  'UNAUDITED ABRIDGED',
  'SMALL',
  'FULL',
  'GROUP',
];
const STATUSES = [
  'Active',
  'Active',
  'Active',
  'Active',
  'Active',
  'Active',
  'Active',
  'Active',
  'Active',
  'Active - Proposal to Strike off',
  'Liquidation',
];

function makeRow(index: number, rows: number, random: Random): string {
  const name = makeName(random);
  const number = makeNumber(index, rows);
  const town = random.below(TOWNS.length);
  const year = 1960 + Math.floor(66 * Math.sqrt(random.next()));
  const charges = random.next() < 0.12 ? 1 + random.below(4) : 0;
  const previous = random.next() < 0.09 ? [`${day(random, 2021)}`, `${makeName(random)} LIMITED`] : ['', ''];
  const cells = [
    `${name} ${random.next() < 0.9 ? 'LIMITED' : 'LTD'}`,
    number,
    '',
    '',
    `${1 + random.below(200)} ${random.pick(STREETS)} STREET`,
    random.next() < 0.4 ? `${random.pick(FIRST)} HOUSE` : '',
    TOWNS[town] ?? '',
    '',
    random.pick(['ENGLAND', 'UNITED KINGDOM', '']),
    `${AREAS[town] ?? ''} ${1 + random.below(9)}${random.pick(words('AA BB DE NP XY'))}`,
    'Private Limited Company',
    random.pick(STATUSES),
    'United Kingdom',
    '',
    day(random, year),
    '31',
    String(1 + random.below(12)),
    day(random, 2027),
    random.next() < 0.8 ? day(random, 2025) : '',
    random.pick(CATEGORIES),
    '',
    '',
    String(charges),
    String(random.below(charges + 1)),
    '0',
    '0',
    random.pick(SICS),
    random.next() < 0.2 ? random.pick(SICS.slice(0, -1)) : '',
    '',
    '',
    '0',
    '0',
    `http://data.companieshouse.gov.uk/doc/company/${number}`,
    ...previous,
    ...Array.from({ length: 18 }, () => ''),
    day(random, 2027),
    day(random, 2026),
  ];
  return `"${cells.join('","')}"\n`;
}

/** Of ten names that the register holds, about one is a person's; these begin alike in their thousands. */
const PERSON_SHARE = 0.1;

function makeName(random: Random): string {
  return random.next() < PERSON_SHARE ? makePersonName(random) : makeTradeName(random);
}

/** `SMITH HOLDINGS LEEDS`, `J D SMITH ROOFING`, `SMITH & JONES ROOFING YORK`. */
function makePersonName(random: Random): string {
  const surname = random.pick(SURNAMES);
  const trade = random.pick(SECOND);
  const kind = random.next();
  if (kind < 0.35) return `${surname} ${trade} ${random.pick(random.next() < 0.3 ? TOWNS : FIRST)}`;
  if (kind < 0.75) return `${random.pick(INITIALS)} ${random.pick(INITIALS)} ${surname} ${trade}`;
  return `${surname} & ${random.pick(SURNAMES)} ${trade} ${random.pick(TOWNS)}`;
}

function makeTradeName(random: Random): string {
  const coined = Array.from({ length: 2 + random.below(2) }, () => random.pick(SYLLABLES)).join('');
  const start =
    random.next() < 0.55 ? coined : `${random.pick(FIRST)} ${random.next() < 0.35 ? random.pick(FIRST) : coined}`;
  return `${start} ${random.pick(SECOND)}${random.next() < 0.4 ? ` ${random.pick(LAST)}` : ''}`;
}

/** Every index once, scattered: multiplying by an odd prime that does not divide the number of rows is a permutation. */
function makeNumber(index: number, rows: number): string {
  const serial = Number((BigInt(index) * 2_654_435_761n) % BigInt(rows));
  const prefix = ['99', '98', '97', '96', '95', '94', '93', '92'][Math.floor(serial / 1_000_000)] ?? 'ZZ';
  return `${prefix}${String(serial % 1_000_000).padStart(6, '0')}`;
}

function day(random: Random, year: number): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${two(1 + random.below(28))}/${two(1 + random.below(12))}/${year}`;
}

const isEntryPoint = process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href;
if (isEntryPoint) {
  const [path = 'register.csv', rows = '1000000', seed = '1'] = process.argv.slice(2);
  await generateRegister({ path, rows: Number(rows), seed: Number(seed) });
  console.log(`${path}: ${rows} rows, seed ${seed}`);
}
