import { z } from 'zod';
import type { Feedback, FeedbackSubject } from '../../domain/enrichment/feedback.ts';
import type { FeedbackLine, FeedbackStore } from '../../ports/feedback-store.ts';
import type { Database } from './make-database.ts';

/** Feedback in Postgres, one row per record and subject. */
export function makeFeedbackStore(database: Database): FeedbackStore {
  const run = (organizationId: string, name: string, text: string, values: readonly unknown[]) =>
    database.queryAsTenant(organizationId, { name, text, values: [organizationId, ...values] });
  return {
    async save({ organizationId, objectType, objectId, subject, enrichmentId, text, companyNumber, userId }) {
      const sql = `INSERT INTO result_feedback (organization_id, object_type, object_id, about, signal, enrichment_id, text, company_number, user_id)
        VALUES ($1::uuid, $2, $3, $4, $5, $6::uuid, $7, $8, $9)
        ON CONFLICT (organization_id, object_type, object_id, about, signal) DO UPDATE SET enrichment_id = EXCLUDED.enrichment_id,
          text = EXCLUDED.text, company_number = EXCLUDED.company_number, user_id = EXCLUDED.user_id, created_at = now()`;
      const values = [objectType, objectId, subject.about, keyOf(subject), enrichmentId, text, companyNumber, userId];
      await run(organizationId, 'save_feedback', sql, values);
    },
    async remove({ organizationId, objectType, objectId, subject }) {
      const sql = `DELETE FROM result_feedback
        WHERE organization_id = $1::uuid AND object_type = $2 AND object_id = $3 AND about = $4 AND signal = $5`;
      await run(organizationId, 'remove_feedback', sql, [objectType, objectId, subject.about, keyOf(subject)]);
    },
    async list({ organizationId, objectType, objectId }) {
      const sql = `SELECT ${COLUMNS} FROM result_feedback
        WHERE organization_id = $1::uuid AND object_type = $2 AND object_id = $3 ORDER BY created_at DESC`;
      const values = [organizationId, objectType, objectId];
      const rows = await database.readAsTenant(organizationId, { name: 'list_feedback', text: sql, values });
      return rows.map((row) => toFeedback(feedbackRow.parse(row)));
    },
    async listNewest(organizationId, limit) {
      const sql = `SELECT ${COLUMNS} FROM result_feedback WHERE organization_id = $1::uuid ORDER BY created_at DESC LIMIT $2`;
      const rows = await run(organizationId, 'list_newest_feedback', sql, [limit]);
      return rows.map((row) => toLine(feedbackRow.parse(row)));
    },
  };
}

const COLUMNS = 'object_type, object_id, about, signal, text, company_number, user_id, created_at';

const feedbackRow = z.object({
  object_type: z.enum(['contacts', 'companies', 'deals']),
  object_id: z.string(),
  about: z.enum(['score', 'signal']),
  signal: z.string(),
  text: z.string(),
  company_number: z.string().nullable(),
  user_id: z.coerce.number().nullable(),
  created_at: z.date(),
});

/** Kinds hold no space. */
function keyOf(subject: FeedbackSubject): string {
  return subject.about === 'score' ? '' : `${subject.kind} ${subject.occurredAt}`;
}

function toFeedback(row: z.infer<typeof feedbackRow>): Feedback {
  const [kind, occurredAt] = row.about === 'signal' ? row.signal.split(' ') : [];
  return {
    about: row.about,
    kind: kind ?? null,
    occurredAt: occurredAt ?? null,
    userId: row.user_id,
    at: row.created_at.toISOString(),
  };
}

function toLine(row: z.infer<typeof feedbackRow>): FeedbackLine {
  const { object_type: objectType, object_id: objectId, text, company_number: companyNumber } = row;
  return { ...toFeedback(row), objectType, objectId, text, companyNumber };
}
