import { z } from 'zod';
import type { ScoredRecords } from '../../ports/scored-records.ts';
import type { Database } from './make-database.ts';
import { storedEnrichment } from './stored-enrichment.ts';

/** A record that was enriched again and again must not crowd the others out; further back is not looked. */
const RUNS_PER_RECORD = 10;

// Results are large and stored apart: only those that are told are read.
const RECENT = `
  WITH runs AS (
    SELECT id, object_type, object_id, status, created_at FROM enrichments
    WHERE organization_id = $1::uuid AND mode = 'apply' AND status <> 'running'
    ORDER BY created_at DESC LIMIT $2::int * ${RUNS_PER_RECORD}
  ), latest AS (
    SELECT DISTINCT ON (object_type, object_id) id, status, created_at FROM runs
    ORDER BY object_type, object_id, created_at DESC
  )
  SELECT e.result FROM latest JOIN enrichments e ON e.organization_id = $1::uuid AND e.id = latest.id
  WHERE latest.status IN ('completed', 'insufficient_data') AND e.result #>> '{undo,undoneAt}' IS NULL
  ORDER BY latest.created_at DESC LIMIT $2::int`;

const rows = z.array(z.object({ result: storedEnrichment }));

/** Scores of records in Postgres, one statement. */
export function makeScoredRecords(database: Database): ScoredRecords {
  return {
    async listRecent(organizationId, limit) {
      const query = { name: 'recent_scores', text: RECENT, values: [organizationId, limit] };
      const found = rows.parse(await database.queryAsTenant(organizationId, query));
      return found.flatMap(({ result: { objectType, objectId, createdAt, match, score, evidence } }) => {
        const company = match?.company;
        if (!company || company.companyNumber === null || score === null) return [];
        const { name: companyName, companyNumber } = company;
        const asOf = score.asOf ?? createdAt.slice(0, 10);
        const sources = [...new Set(evidence.map(({ source }) => source))];
        return [{ objectType, objectId, companyName, companyNumber, score, asOf, sources }];
      });
    },
  };
}
