/** First division of each section, ascending. Source: UK SIC 2007, Office for National Statistics. */
const SECTION_STARTS: readonly (readonly [number, string])[] = [
  [1, 'A'],
  [5, 'B'],
  [10, 'C'],
  [35, 'D'],
  [36, 'E'],
  [41, 'F'],
  [45, 'G'],
  [49, 'H'],
  [55, 'I'],
  [58, 'J'],
  [64, 'K'],
  [68, 'L'],
  [69, 'M'],
  [77, 'N'],
  [84, 'O'],
  [85, 'P'],
  [86, 'Q'],
  [90, 'R'],
  [94, 'S'],
  [97, 'T'],
  [99, 'U'],
];

/** The register's code for a dormant company, which is no activity of SIC 2007. */
export const DORMANT_SIC_CODE = '99999';

/** Section letter of a five-digit code; undefined for the dormant code and for what is no code. */
export function sicSectionOf(code: string): string | undefined {
  if (code === DORMANT_SIC_CODE || !/^\d{5}$/.test(code)) return undefined;
  const division = Number(code.slice(0, 2));
  return SECTION_STARTS.findLast(([start]) => start <= division)?.[1];
}

/**
 * Tells whether a code lies in what an ICP names: section letter, division, group, class or five digits.
 *
 * @param wanted `J`, `62`, `620`, `62.01`, `62012`
 */
export function isSicWithin(code: string, wanted: string): boolean {
  const text = plainSic(wanted);
  if (SECTION.test(text)) return sicSectionOf(code) === text;
  return CODE_OR_PREFIX.test(text) && code.startsWith(text);
}

/** Tells whether a text names a section, division, group, class or code, so that a company can lie in it. */
export function isSicName(text: string): boolean {
  const plain = plainSic(text);
  return SECTION.test(plain) || CODE_OR_PREFIX.test(plain);
}

const SECTION = /^[A-U]$/;
const CODE_OR_PREFIX = /^\d{2,5}$/;

/** `Section J` as `J`, `62.01/2` as `62012`. */
function plainSic(text: string): string {
  return text
    .trim()
    .toUpperCase()
    .replace(/^SECTION\s+/, '')
    .replace(/[.\s/]/g, '');
}
