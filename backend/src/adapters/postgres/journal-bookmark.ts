import { z } from 'zod';
import type { JournalBookmark } from '../../ports/events-journal.ts';
import { listPortals } from './list-portals.ts';
import type { Database } from './make-database.ts';

const bookmarkRow = z.object({
  journal_offset: z.string().nullable(),
  read_to_end_at: z.date().nullable(),
  unavailable_because: z.string().nullable(),
  updated_at: z.date(),
});

const SAVE = `
  INSERT INTO webhooks_journal AS j (journal_offset, read_to_end_at, unavailable_because)
  VALUES ($1, $2::timestamptz, $3)
  ON CONFLICT (id) DO UPDATE SET
    journal_offset = CASE WHEN $4 THEN EXCLUDED.journal_offset ELSE j.journal_offset END,
    read_to_end_at = CASE WHEN $5 THEN EXCLUDED.read_to_end_at ELSE j.read_to_end_at END,
    unavailable_because = CASE WHEN $6 THEN EXCLUDED.unavailable_because ELSE j.unavailable_because END, updated_at = now()`;

/** The one row that says how far HubSpot's journal was read; it belongs to no portal. */
export function makeJournalBookmark(database: Database): JournalBookmark {
  return {
    async read() {
      const text = 'SELECT journal_offset, read_to_end_at, unavailable_because, updated_at FROM webhooks_journal';
      const rows = await database.queryAsPortal(0, { name: 'read_journal_bookmark', text, values: [] });
      if (rows[0] === undefined) return undefined;
      const row = bookmarkRow.parse(rows[0]);
      return {
        offset: row.journal_offset,
        readToEndAt: row.read_to_end_at,
        unavailableBecause: row.unavailable_because,
        updatedAt: row.updated_at,
      };
    },
    async save({ offset, readToEndAt, unavailableBecause }) {
      const values = [offset ?? null, readToEndAt ?? null, unavailableBecause ?? null];
      const isGiven = [offset !== undefined, readToEndAt !== undefined, unavailableBecause !== undefined];
      await database.queryAsPortal(0, { name: 'save_journal_bookmark', text: SAVE, values: [...values, ...isGiven] });
    },
    listPortals: () => listPortals(database),
  };
}
