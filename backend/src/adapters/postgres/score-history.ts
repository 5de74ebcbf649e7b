import { z } from 'zod';
import type { ScoreHistoryEntry } from '../../domain/scoring/score-history.ts';
import type { EnrichmentStore } from '../../ports/enrichment-store.ts';
import { RUN_COLUMNS, runRow, toEnrichment } from './enrichment-rows.ts';
import type { Database } from './make-database.ts';

/** Entries that a record's view carries: what a card can show. */
const SHOWN_WITH_RECORD = 10;
/** Entries of a company, over all its records. */
const SHOWN_OF_COMPANY = 200;

const value = z.number().nullable();

const entry = z.object({
  companyNumber: z.string(),
  objectType: z.enum(['contacts', 'companies', 'deals']),
  objectId: z.string(),
  asOf: z.string(),
  total: value,
  coverage: z.number(),
  model: z.string(),
  parts: z.object({ financial: value, growth: value, engagement: value, fit: value }),
  inputHash: z.string().nullable(),
}) satisfies z.ZodType<ScoreHistoryEntry>;

/** Entries as a JSON list, newest first; days as text, so that no time zone touches them. */
const listOf = (condition: string, limit: number): string => `(
  SELECT coalesce(json_agg(json_build_object('companyNumber', h.company_number, 'objectType', h.object_type,
    'objectId', h.object_id, 'asOf', h.as_of::text, 'total', h.total, 'coverage', h.coverage, 'model', h.model,
    'parts', h.parts, 'inputHash', h.input_hash) ORDER BY h.as_of DESC, h.recorded_at DESC), '[]')
  FROM (SELECT * FROM score_history WHERE organization_id = $1::uuid AND ${condition}
        ORDER BY as_of DESC, recorded_at DESC LIMIT ${limit}) h)`;

const VIEW_RECORD = `
  SELECT ${listOf('object_type = $2 AND object_id = $3', SHOWN_WITH_RECORD)} AS history, latest.*
  FROM (VALUES (1)) AS always (one) LEFT JOIN LATERAL (
    SELECT ${RUN_COLUMNS} FROM enrichments e WHERE e.organization_id = $1::uuid AND e.object_type = $2 AND e.object_id = $3
    ORDER BY e.created_at DESC LIMIT 1) latest ON true`;

const viewRow = z.object({ history: z.array(entry) });
/** The outer join gives nulls where a record was never enriched. */
const anyRun = z.object({ id: z.string().nullable() });

/** The part of the store that remembers scores; reading a record with its history is one statement. */
export function makeScoreHistory(database: Database): Pick<EnrichmentStore, 'viewRecord' | 'findScoresOfCompany'> {
  return {
    async viewRecord(organizationId, objectType, objectId) {
      const values = [organizationId, objectType, objectId];
      const [row] = await database.readAsTenant(organizationId, { name: 'view_record', text: VIEW_RECORD, values });
      const { history } = viewRow.parse(row);
      const { id } = anyRun.parse(row);
      return { enrichment: id === null ? undefined : toEnrichment(runRow.parse(row)), history };
    },
    async findScoresOfCompany(organizationId, companyNumber) {
      const [row] = await database.queryAsTenant(organizationId, {
        name: 'find_scores_of_company',
        text: `SELECT ${listOf('company_number = $2', SHOWN_OF_COMPANY)} AS history`,
        values: [organizationId, companyNumber],
      });
      return viewRow.parse(row).history;
    },
  };
}
