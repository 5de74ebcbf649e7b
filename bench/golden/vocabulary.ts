const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** Family names that stand in many names of companies. */
export const SURNAMES =
  words(`ABBOTT ARMITAGE BARRACLOUGH BEAUMONT BICKERSTAFF BRANNIGAN CALLAGHAN CARTWRIGHT CHOUDHURY CLEGG CROWTHER
  DALGLEISH DEWHURST DRINKWATER ECCLESTON ENTWISTLE FAIRWEATHER FARQUHAR FOTHERGILL GALLAGHER GRIMSHAW HARGREAVES HAYTHORNTHWAITE
  HEPWORTH HUSSAIN INGLEBY KAPOOR KIRKBRIDE LANGRIDGE LOCKWOOD MACALLISTER MCCORMACK MERRYWEATHER NIGHTINGALE OKONKWO
  OLDROYD PATEL PENHALIGON PICKERING QUARMBY RAMSBOTTOM REDFEARN ROTHWELL SCARBOROUGH SHACKLETON SINGH SUTCLIFFE TATTERSALL
  THISTLETHWAITE TREVELYAN UTTLEY VASEY WAINWRIGHT WHITTAKER WOLSTENHOLME YARWOOD`);

/** Words that names begin with when they do not begin with a person. */
export const FIRST_WORDS =
  words(`AMBER ANCHOR ARDENT BEACON BLUEBELL BRACKEN BRIGHT CANOPY CASTLE CEDAR CLEARWATER COBALT COPPER CROFT CURLEW
  DRAGONFLY EMBER EVERGREEN FALCON FERN FOXGLOVE GRANITE HARBOUR HAWTHORN HEATHER HERON INDIGO IRONBRIDGE JUNIPER KESTREL
  KINGFISHER LANTERN LARKSPUR MAGNOLIA MARITIME MERIDIAN MOORLAND NORTHERN OAKWOOD ORCHARD OSPREY PENNINE QUARRY REDWOOD
  RIVERSIDE SALTIRE SILVER SOUTHERN STERLING STONEGATE SUMMIT TAMARIND THAMESIDE TIDAL UPLAND VERDANT WESTERN WILLOW YEW`);

/** Syllables of coined names. */
export const SYLLABLES = words(
  'AVO BEX CAL DRI ELO FEX GRO HAL IVA JOR KEL LUM MAR NEX ORI PAX QUO RIN SOL TEV URA VEX WYN ZEN',
);

/** Trades, as companies name them. */
export const TRADES =
  words(`ACCOUNTANCY AUTOMOTIVE BAKERIES BUILDERS CATERING CLEANING CONSTRUCTION CONSULTING DENTAL DESIGN DEVELOPMENTS
  ELECTRICAL ENGINEERING FABRICATIONS FINANCE FLOORING FOODS FURNITURE GLAZING HAULAGE HEALTHCARE HEATING HOMES INTERIORS
  JOINERY LANDSCAPES LETTINGS LOGISTICS MANAGEMENT MARKETING MEDIA NURSERIES PACKAGING PLUMBING PRINTERS PROPERTIES
  RECRUITMENT ROOFING SCAFFOLDING SECURITY SOFTWARE SYSTEMS TECHNOLOGY TEXTILES TRAINING TRANSPORT TRAVEL VETERINARY`);

/** Towns with the letters of their postcodes and the numbers of two districts. */
export const TOWNS: readonly { readonly name: string; readonly area: string }[] = [
  { name: 'LONDON', area: 'SW' },
  { name: 'MANCHESTER', area: 'M' },
  { name: 'LEEDS', area: 'LS' },
  { name: 'BIRMINGHAM', area: 'B' },
  { name: 'GLASGOW', area: 'G' },
  { name: 'EDINBURGH', area: 'EH' },
  { name: 'CARDIFF', area: 'CF' },
  { name: 'BELFAST', area: 'BT' },
  { name: 'BRISTOL', area: 'BS' },
  { name: 'SHEFFIELD', area: 'S' },
  { name: 'NOTTINGHAM', area: 'NG' },
  { name: 'NORWICH', area: 'NR' },
  { name: 'YORK', area: 'YO' },
  { name: 'EXETER', area: 'EX' },
  { name: 'ST ALBANS', area: 'AL' },
  { name: 'STOKE-ON-TRENT', area: 'ST' },
  { name: 'NEWCASTLE UPON TYNE', area: 'NE' },
  { name: 'BOSTON', area: 'PE' },
  { name: 'CAMBRIDGE', area: 'CB' },
  { name: 'PERTH', area: 'PH' },
];

/** Places abroad: those that share their name with a British town, then those that do not. */
export const TWIN_TOWNS = [
  { town: 'BOSTON', city: 'Boston', zip: '02110', country: 'United States', form: 'Inc' },
  { town: 'CAMBRIDGE', city: 'Cambridge', zip: '02139', country: 'USA', form: 'LLC' },
  { town: 'BIRMINGHAM', city: 'Birmingham', zip: '35203', country: 'United States', form: 'Corp' },
  { town: 'PERTH', city: 'Perth', zip: '6000', country: 'Australia', form: 'Pty Ltd' },
  { town: 'LONDON', city: 'London', zip: 'N6A 3K7', country: 'Canada', form: 'Inc.' },
] as const;
export const FOREIGN_TOWNS = [
  { city: 'Hamburg', zip: '20095', country: 'Germany', form: 'GmbH' },
  { city: 'Lyon', zip: '69002', country: 'France', form: 'SARL' },
  { city: 'Austin', zip: '78701', country: 'United States', form: 'Inc.' },
  { city: 'Rotterdam', zip: '3011 AA', country: 'Netherlands', form: 'B.V.' },
  { city: 'Dublin', zip: 'D02 XY45', country: 'Ireland', form: 'Ltd' },
] as const;

export const STREETS = words(
  'HIGH STATION CHURCH MAIN PARK VICTORIA GREEN MANOR KINGS QUEENS MILL SCHOOL BRIDGE MARKET',
);

/** Short forms that people use for words in names. */
export const SHORT_FORMS: Readonly<Record<string, string>> = {
  ACCOUNTANCY: 'ACCTS',
  CONSTRUCTION: 'CONST',
  DEVELOPMENTS: 'DEVS',
  ELECTRICAL: 'ELEC',
  ENGINEERING: 'ENG',
  INTERNATIONAL: 'INTL',
  MANAGEMENT: 'MGMT',
  PROPERTIES: 'PROPS',
  SERVICES: 'SVCS',
  TECHNOLOGY: 'TECH',
};

/** Brands that have nothing to do with the legal name. */
export const BRANDS = words(
  'ZIPPITY MUNCHLY FROSTLINE PEDALO SNAPBARK TIDYUP BRICKLANE GLOWBUG HUMDRUM OFFSTUMP QUILLBOX',
);
