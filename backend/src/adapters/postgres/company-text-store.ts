import { z } from 'zod';
import type { CompanyTextStore, StoredTexts } from '../../ports/company-text-store.ts';
import type { Database } from './make-database.ts';
import { storedSummary, storedTalkingPoint } from './stored-enrichment.ts';

const storedTexts = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('written'),
    texts: z.object({
      summary: storedSummary,
      actions: z.array(z.object({ action: z.string(), text: z.string() })),
      talkingPoints: z.array(storedTalkingPoint),
    }),
  }),
  z.object({ kind: z.literal('refused') }),
]) satisfies z.ZodType<StoredTexts>;

/** Texts in the table `summaries`, whose column holds the whole answer. */
export function makeCompanyTextStore(database: Database): CompanyTextStore {
  return {
    async find(organizationId, inputHash) {
      const rows = await database.readAsTenant(organizationId, {
        name: 'find_texts',
        text: 'SELECT summary FROM summaries WHERE organization_id = $1::uuid AND input_hash = $2',
        values: [organizationId, inputHash],
      });
      return rows[0] === undefined ? undefined : z.object({ summary: storedTexts }).parse(rows[0]).summary;
    },
    async save({ organizationId, inputHash, texts }) {
      const statement = {
        name: 'save_texts',
        text: `INSERT INTO summaries (organization_id, input_hash, summary) VALUES ($1::uuid, $2, $3::jsonb)
               ON CONFLICT (organization_id, input_hash) DO UPDATE SET summary = EXCLUDED.summary`,
        values: [organizationId, inputHash, JSON.stringify(texts)],
      };
      // The run that asked has them; the write of that run flushes what came before it.
      await database.queryAsTenant(organizationId, statement, 'soon');
    },
  };
}
