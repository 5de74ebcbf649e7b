/** Work that goes on beside other work, at most once at a time. */
export interface Beside {
  /** Begins it, unless it is going on. */
  begin(): void;
  /** Resolves when it is not going on; never rejects. */
  ended(): Promise<void>;
}

/** Lets work go on beside other work that does not wait for it; what it fails with is told and harms nobody. */
export function makeBeside(work: () => Promise<void>, tell: (error: unknown) => void): Beside {
  let underWay: Promise<void> | undefined;
  return {
    begin: () => {
      underWay ??= work()
        .catch(tell)
        .finally(() => {
          underWay = undefined;
        });
    },
    ended: async () => underWay,
  };
}
