/**
 * Waits for work, but no longer than a limit; the work goes on.
 *
 * @param limitMs milliseconds
 * @returns the result, or undefined when the limit came first; a failure of the work is thrown
 */
export async function waitAtMost<T>(work: Promise<T>, limitMs: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), limitMs);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
