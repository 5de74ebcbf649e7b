/** The lanes of one process beside the first of each run, so that many runs at once take no more memory than a few. */
export interface SpareLanes {
  /**
   * Joins with a wish for so many lanes.
   *
   * @param start called for each lane that is given, at once or when another run leaves one; it must not throw
   */
  join(wanted: number, start: () => void): LaneShare;
}

/** The lanes that one run has of a process. */
export interface LaneShare {
  /** Asked by a lane after each step: false when it must end, because a run that wants lanes has fewer by two or more. */
  keep(): boolean;
  /** Said by a lane that ends by itself. */
  leave(): void;
  /** No lane is given any more. */
  close(): void;
}

interface Share {
  wanted: number;
  held: number;
  readonly start: () => void;
}

/** Makes the lanes of one process; runs that want them have the same number, or one more. */
export function makeSpareLanes(count: number): SpareLanes {
  let free = count;
  const shares = new Set<Share>();
  const giveOut = () => {
    while (free > 0) {
      const [poorest] = [...shares].filter(isWanting).sort((a, b) => a.held - b.held);
      if (poorest === undefined) return;
      free -= 1;
      poorest.held += 1;
      poorest.start();
    }
  };
  const takeBack = (share: Share) => {
    share.held -= 1;
    free += 1;
    if (share.held === 0 && share.wanted === 0) shares.delete(share);
    giveOut();
  };
  return {
    join: (wanted, start) => {
      const share: Share = { wanted, held: 0, start };
      shares.add(share);
      giveOut();
      return {
        keep: () => {
          const isRich = [...shares].some((other) => isWanting(other) && other.held + 1 < share.held);
          if (isRich) takeBack(share);
          return !isRich;
        },
        leave: () => takeBack(share),
        close: () => {
          share.wanted = 0;
          if (share.held === 0) shares.delete(share);
        },
      };
    },
  };
}

function isWanting({ held, wanted }: Share): boolean {
  return held < wanted;
}
