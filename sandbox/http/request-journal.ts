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
  /** The fault that was played on this request, if any. */
  readonly fault: string | undefined;
  /** Unix milliseconds with a fraction. */
  readonly tIn: number;
  readonly tOut: number;
}

export interface RequestJournal {
  add(entry: Omit<JournalEntry, 'seq'>): void;
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
      entries.push({ seq, ...entry });
      if (entries.length > KEPT_ENTRIES * 1.1) entries = entries.slice(-KEPT_ENTRIES);
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
