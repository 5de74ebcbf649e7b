/** How much goes together. */
export interface GroupLimits {
  /** Calls under way at the same time. */
  readonly atOnce: number;
  /** Inputs of one call at most. */
  readonly perCall: number;
}

interface Waiting<Input, Output> {
  readonly input: Input;
  readonly resolve: (output: Output) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Makes one call for many: an input is sent at once while fewer than `atOnce` calls are under way; what comes meanwhile goes
 * together with the next call, in its order. So one call costs no delay and many cost less each.
 *
 * @param call answers for all inputs of a group; when it throws, all of them fail with that
 */
export function inGroups<Input, Output>(
  call: (inputs: readonly Input[]) => Promise<Output>,
  { atOnce, perCall }: GroupLimits,
): (input: Input) => Promise<Output> {
  const waiting: Waiting<Input, Output>[] = [];
  let underWay = 0;
  const sendNext = async (): Promise<void> => {
    if (underWay >= atOnce || waiting.length === 0) return;
    const group = waiting.splice(0, perCall);
    underWay += 1;
    try {
      const output = await call(group.map(({ input }) => input));
      for (const { resolve } of group) resolve(output);
    } catch (error) {
      for (const { reject } of group) reject(error);
    } finally {
      underWay -= 1;
      void sendNext();
    }
  };
  return (input) =>
    new Promise((resolve, reject) => {
      waiting.push({ input, resolve, reject });
      void sendNext();
    });
}
