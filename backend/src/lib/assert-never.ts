/** Makes a `switch` complete by type; throws when an unknown value got in from outside. */
export function assertNever(value: never): never {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`);
}
