/** The entries of a text with commas or new lines between them, without blanks and repetitions, in their order. */
export function splitList(text: string): string[] {
  const entries = text.split(/[,;\n]/).map((entry) => entry.trim());
  return [...new Set(entries.filter((entry) => entry !== ''))];
}
