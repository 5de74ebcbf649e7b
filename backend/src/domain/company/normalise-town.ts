/**
 * Writes a town or county so that usual spellings are equal: upper case, letters only, SAINT as ST.
 *
 * @returns undefined when nothing is left
 */
export function normaliseTown(text: string): string | undefined {
  const words = text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toUpperCase()
    .replace(/['’.]/g, '')
    .replace(/&/g, ' AND ')
    .replace(/[^A-Z]+/g, ' ')
    .trim()
    .replace(/\bSAINT\b/g, 'ST')
    .replace(/^CITY OF /, '');
  return words === '' ? undefined : words;
}
