import type { IsoDate } from '../time.ts';

/** Companies House makes a file each month; a snapshot that is older has missed one. */
export const REGISTER_OLD_AFTER_DAYS = 40;

const DAY_MS = 86_400_000;

/** How old the register's snapshot is, and what to do about it. */
export interface RegisterAge {
  /** Whole days; null before the first import. */
  readonly ageDays: number | null;
  /** What an operator should do; null while the snapshot is recent. */
  readonly reminder: string | null;
}

/**
 * Tells the age of the company register and whether it is time for a new file.
 *
 * @param snapshotOn day of the newest imported file; null when nothing was imported
 * @param today calendar day in UTC
 */
export function describeRegisterAge(snapshotOn: IsoDate | null, today: IsoDate): RegisterAge {
  if (snapshotOn === null) {
    return { ageDays: null, reminder: 'The company register is empty. Import the file of Companies House.' };
  }
  const ageDays = Math.max(0, Math.round((Date.parse(today) - Date.parse(snapshotOn)) / DAY_MS));
  if (ageDays <= REGISTER_OLD_AFTER_DAYS) return { ageDays, reminder: null };
  return {
    ageDays,
    reminder: `The company register is of ${snapshotOn}, ${ageDays} days old. Companies House makes a new file each month: import it.`,
  };
}
