import { z } from 'zod';
import type { CompanyFacts } from '../../domain/company/company-facts.ts';
import type { SourceAnswer } from '../../ports/company-source.ts';
import type { SourceCache } from '../../ports/source-cache.ts';
import type { Database } from './make-database.ts';

/** Answers of sources in Postgres; without a tenant, because they are public facts. */
export function makeSourceCache(database: Database): SourceCache {
  return {
    read: (source, companyNumber) =>
      database.withoutTenant(async (tx) => {
        const rows = await tx.$queryRaw`
          SELECT answer, fetched_at AS "fetchedAt" FROM source_answers
          WHERE source = ${source} AND company_number = ${companyNumber}`;
        const [row] = rowsSchema.safeParse(rows).data ?? [];
        if (row === undefined) return undefined;
        return { answer: row.answer ?? undefined, fetchedAt: row.fetchedAt.toISOString() };
      }),
    save: (source, companyNumber, { answer, fetchedAt }) =>
      database.withoutTenant(async (tx) => {
        await tx.$executeRaw`
          INSERT INTO source_answers (source, company_number, answer, fetched_at)
          VALUES (${source}, ${companyNumber}, ${JSON.stringify(answer ?? null)}::jsonb, ${fetchedAt}::timestamptz)
          ON CONFLICT (source, company_number) DO UPDATE SET answer = excluded.answer, fetched_at = excluded.fetched_at
          WHERE source_answers.fetched_at <= excluded.fetched_at`;
      }),
  };
}

const known = z.object({ value: z.unknown(), observedOn: z.string(), evidence: z.array(z.string()) });

const answerSchema = z.object({
  // Written by this product from a typed value; each fact's form is checked, its value is taken as it was written.
  facts: z.record(z.string(), known).transform((facts) => facts as CompanyFacts),
  events: z.array(
    z.object({
      kind: z.string(),
      text: z.string(),
      strength: z.enum(['very_strong', 'strong', 'moderate', 'weak']),
      confidence: z.number(),
      polarity: z.enum(['positive', 'neutral', 'negative']),
      occurredOn: z.string(),
      decayPer30Days: z.number(),
      dedupeKey: z.string(),
      evidence: z.array(z.string()),
    }),
  ),
  evidence: z.array(
    z.object({
      id: z.string(),
      source: z.enum(['register', 'companies_house', 'website', 'oppspot', 'hubspot']),
      url: z.string().nullable(),
      title: z.string(),
      fetchedAt: z.string(),
      snippet: z.string(),
    }),
  ),
  isCached: z.boolean(),
}) satisfies z.ZodType<SourceAnswer>;

const rowsSchema = z.array(z.object({ answer: answerSchema.nullable(), fetchedAt: z.date() }));
