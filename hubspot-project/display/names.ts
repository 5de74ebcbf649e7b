/** Names of things as people read them on settings and app pages. */
export const OBJECT_TYPE_LABELS = { companies: 'Companies', contacts: 'Contacts', deals: 'Deals' } as const;

/** The three object types in the order in which they are shown. */
export const OBJECT_TYPES = ['companies', 'contacts', 'deals'] as const;

/** "1 field", "3 fields"; numbers in the user's locale are formatted by the caller. */
export const countWords = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

/** "a", "a and b", "a, b and c". */
export function joinWords(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
