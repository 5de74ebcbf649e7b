/** Finds the member of a list that a select gave back as a plain value. */
export function pickFrom<T extends string>(choices: readonly T[], value: unknown): T | undefined {
  return choices.find((choice) => choice === value);
}
