/** "1 value", "3 values". */
export const countWords = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;
