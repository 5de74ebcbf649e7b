/** The search of the CRM as the steps of one run share it. */
export interface SearchRoom {
  /**
   * Asks the search when it has room, and otherwise what tells the same under another limit.
   *
   * @param calls how many requests `search` sends
   */
  use<T>(calls: number, search: () => Promise<T>, instead: () => Promise<T>): Promise<T>;
}

/**
 * HubSpot's search takes three calls of ours a second. Fewer would leave it idle between two steps, and cost calls of the main
 * limit; behind more a step would wait longer than it works.
 */
const CALLS_AT_ONCE = 10;

/**
 * Makes the room of one leg.
 *
 * The search costs nothing of the limit that writes need, but has a small one of its own. Steps that queued for it would
 * hold the writes up; those that find it busy read under the main limit.
 */
export function makeSearchRoom(): SearchRoom {
  let underWay = 0;
  return {
    async use(calls, search, instead) {
      if (underWay > 0 && underWay + calls > CALLS_AT_ONCE) return instead();
      underWay += calls;
      try {
        return await search();
      } finally {
        underWay -= calls;
      }
    },
  };
}
