/** The journal of every API request the product made: what tests and the benchmark count. */
export interface JournalEntry {
  readonly seq: number;
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly status: number;
  readonly portalId: number | undefined;
  readonly bucket: string;
  /** The scopes of the token that the request needed; the first granted one where one of several would do. */
  readonly scopes: readonly string[];
  /** The fault that was played on this request, if any. */
  readonly fault: string | undefined;
  /** Unix milliseconds with a fraction. */
  readonly tIn: number;
  readonly tOut: number;
}

/** An entry whose answer is still being sent. */
export interface OpenEntry {
  /** Moves the entry's `tOut` to when the answer was on the wire. */
  endAt(tOut: number): void;
}

export interface RequestJournal {
  /** The entry is in the list at once. */
  add(entry: Omit<JournalEntry, 'seq'>): OpenEntry;
  /** @param since entries with a greater `seq`; 0 for all that are kept */
  list(since: number): readonly JournalEntry[];
  clear(): void;
}

// Enough for a long test; a benchmark of millions reads and clears as it goes.
const KEPT_ENTRIES = 100_000;

/** Makes an empty journal. */
export function makeRequestJournal(): RequestJournal {
  let entries: JournalEntry[] = [];
  let seq = 0;
  return {
    add(entry) {
      seq += 1;
      const added: { -readonly [Key in keyof JournalEntry]: JournalEntry[Key] } = { seq, ...entry };
      entries.push(added);
      if (entries.length > KEPT_ENTRIES * 1.1) entries = entries.slice(-KEPT_ENTRIES);
      return {
        endAt: (tOut) => {
          added.tOut = tOut;
        },
      };
    },
    list: (since) => entries.filter((entry) => entry.seq > since),
    clear() {
      entries = [];
    },
  };
}

/** The time of day with sub-millisecond precision, comparable between processes of one machine. */
export function readPreciseTimeMs(): number {
  return performance.timeOrigin + performance.now();
}
