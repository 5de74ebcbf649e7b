import { z } from 'zod';
import type { WebsiteReading } from '../../domain/evidence/website-change.ts';
import type { WebsiteReadings } from '../../ports/website-readings.ts';
import type { Database } from './make-database.ts';

const readingSchema = z.object({
  substance: z.object({
    title: z.string().nullable(),
    description: z.string().nullable(),
    organisation: z.string().nullable(),
    headings: z.array(z.string()),
  }),
  readOn: z.iso.date(),
  change: z.object({ occurredOn: z.iso.date(), what: z.string() }).nullable(),
}) satisfies z.ZodType<WebsiteReading>;

const rowsSchema = z.array(z.object({ reading: readingSchema }));

/** Readings of websites in Postgres; without a tenant, because they are public words. */
export function makeWebsiteReadings(database: Database): WebsiteReadings {
  return {
    read: (domain) =>
      database.withoutTenant(async (tx) => {
        const rows = await tx.$queryRaw`SELECT reading FROM website_readings WHERE domain = ${domain}`;
        return rowsSchema.safeParse(rows).data?.[0]?.reading;
      }),
    save: (domain, reading, visitedAt) =>
      database.withoutTenant(async (tx) => {
        await tx.$executeRaw`
          INSERT INTO website_readings AS known (domain, reading, read_at)
          VALUES (${domain}, ${JSON.stringify(reading)}::jsonb, ${visitedAt}::timestamptz)
          ON CONFLICT (domain) DO UPDATE SET reading = excluded.reading, read_at = excluded.read_at
          WHERE known.read_at <= excluded.read_at`;
      }),
  };
}
