/**
 * The company numbers met in one file, one bit each.
 *
 * 5.7 million numbers as strings would take half a gigabyte; as bits they take about 13 MB.
 */
export interface SeenNumbers {
  /** Adds a number; false when it was there already. */
  add(companyNumber: string): boolean;
  has(companyNumber: string): boolean;
}

// 8 characters = 2 of any kind + 6 digits: one block of a million bits for each beginning that occurs.
const NUMBERS_A_BLOCK = 1_000_000;

/** Makes an empty set. */
export function makeSeenNumbers(): SeenNumbers {
  const blocks = new Map<string, Uint8Array>();
  const odd = new Set<string>(); // IP19198R and the like: few
  const place = (companyNumber: string): { block: Uint8Array; at: number; bit: number } | undefined => {
    const serial = readSerial(companyNumber);
    if (serial === undefined) return undefined;
    const prefix = companyNumber.slice(0, 2);
    const block = blocks.get(prefix) ?? new Uint8Array(NUMBERS_A_BLOCK / 8);
    blocks.set(prefix, block);
    return { block, at: serial >> 3, bit: 1 << (serial & 7) };
  };
  const has = (companyNumber: string): boolean => {
    const found = place(companyNumber);
    return found === undefined ? odd.has(companyNumber) : ((found.block[found.at] ?? 0) & found.bit) !== 0;
  };
  return {
    has,
    add(companyNumber) {
      if (has(companyNumber)) return false;
      const found = place(companyNumber);
      if (found === undefined) odd.add(companyNumber);
      else found.block[found.at] = (found.block[found.at] ?? 0) | found.bit;
      return true;
    },
  };
}

function readSerial(companyNumber: string): number | undefined {
  return companyNumber.length === 8 && /^..\d{6}$/.test(companyNumber) ? Number(companyNumber.slice(2)) : undefined;
}
