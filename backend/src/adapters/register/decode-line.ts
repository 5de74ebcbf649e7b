import { isUtf8 } from 'node:buffer';

/**
 * Turns the bytes of one line into text.
 *
 * The register's files are UTF-8 with stray Windows-1252 bytes in old rows. A line that is not valid UTF-8 is read as
 * Windows-1252 when each of its high bytes is a letter or sign that occurs in names and addresses; otherwise it is
 * garbled and better rejected than stored as noise.
 *
 * @returns the text and whether it had to be read as Windows-1252; undefined for a garbled line
 */
export function decodeLine(bytes: Uint8Array): { readonly text: string; readonly isWindows1252: boolean } | undefined {
  if (isUtf8(bytes)) return { text: UTF_8.decode(bytes), isWindows1252: false };
  const text = WINDOWS_1252.decode(bytes);
  return PLAUSIBLE.test(text) ? { text, isWindows1252: true } : undefined;
}

const UTF_8 = new TextDecoder('utf-8');
const WINDOWS_1252 = new TextDecoder('windows-1252');
// ASCII, the typographic quotes and dashes, £ € § ° and the accented letters but ÿ and þ, which in practice are the bytes
// FF and FE of a binary or UTF-16 file.
const PLAUSIBLE =
  /^[\t\x20-\x7E\u2018\u2019\u201C\u201D\u2013\u2014\u2026\u20AC\u2122\u0152\u0153\u0160\u0161\u017D\u017E\xA0\xA3\xA7\xA9\xAE\xB0\xB2\xB3\xB4\xB7\xBD\xBF-\xD6\xD8-\xDD\xDF-\xF6\xF8-\xFD]*$/u;
