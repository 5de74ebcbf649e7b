/** Names as HubSpot's own forms write them; the parts of the United Kingdom are one country there. */
const UNITED_KINGDOM = 'United Kingdom';
const PARTS_OF_THE_UK: ReadonlySet<string> = new Set([
  'england',
  'scotland',
  'wales',
  'northern ireland',
  'great britain',
  'uk',
  'gb',
  'england & wales',
  'england and wales',
]);

const NAMES = new Intl.DisplayNames(['en'], { type: 'region' });

/** ISO 3166-1 alpha-2 codes by English name, lower case; from the runtime's own list (CLDR). */
const CODES_BY_NAME: ReadonlyMap<string, string> = listCountries();

/** A British postcode at the end of an address says the country as well. */
const BRITISH_POSTCODE = /\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}$/i;

/**
 * The country that a text names: a country, its code, or the end of an address.
 *
 * @returns its English name, e.g. `United Kingdom`; undefined when the text names none
 */
export function countryOf(text: string): string | undefined {
  const parts = text.split(/[,\n]/).map((part) => part.trim());
  const named = parts
    .reverse()
    .map(nameOf)
    .find((name) => name !== undefined);
  return named ?? (BRITISH_POSTCODE.test(text.trim()) ? UNITED_KINGDOM : undefined);
}

function nameOf(part: string): string | undefined {
  const word = part.toLowerCase().replace(/^the /, '');
  if (PARTS_OF_THE_UK.has(word)) return UNITED_KINGDOM;
  const isCode = /^[A-Z]{2}$/.test(part);
  const code = isCode ? part : CODES_BY_NAME.get(word);
  return code !== undefined && [...CODES_BY_NAME.values()].includes(code) ? NAMES.of(code) : undefined;
}

function listCountries(): ReadonlyMap<string, string> {
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const codes = letters.flatMap((first) => letters.map((second) => first + second));
  // Codes that no country has give themselves back; these stand for groups and for nothing.
  const groups = new Set(['EU', 'EZ', 'UN', 'QO', 'XA', 'XB', 'ZZ']);
  const named = codes.flatMap((code) => {
    const name = NAMES.of(code);
    return name === undefined || name === code || groups.has(code) ? [] : [[name.toLowerCase(), code] as const];
  });
  return new Map(named);
}
