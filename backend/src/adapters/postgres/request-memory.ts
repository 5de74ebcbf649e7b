import { z } from 'zod';
import type { RequestMemory } from '../../ports/request-memory.ts';
import type { Database } from './make-database.ts';

const row = z.object({
  is_mine: z.boolean(),
  request_hash: z.string(),
  status: z.number().nullable(),
  body: z.unknown(),
});

// Who inserts, or takes over from one that died, has the row as its own. Old answers go with a new request.
const RECEIVE = `
  WITH gone AS (
    DELETE FROM api_requests WHERE organization_id = $1::uuid AND idempotency_key <> $2 AND created_at < now() - interval '48 hours'
  ), mine AS (
    INSERT INTO api_requests AS r (organization_id, idempotency_key, request_hash, lease_expires_at)
    VALUES ($1::uuid, $2, $3, now() + make_interval(secs => $4::double precision))
    ON CONFLICT (organization_id, idempotency_key) DO UPDATE SET lease_expires_at = EXCLUDED.lease_expires_at
      WHERE r.status IS NULL AND r.request_hash = EXCLUDED.request_hash AND r.lease_expires_at < now()
    RETURNING true AS is_mine, r.request_hash, r.status, r.body
  )
  SELECT * FROM mine
  UNION ALL
  SELECT false, r.request_hash, r.status, r.body FROM api_requests r
  WHERE r.organization_id = $1::uuid AND r.idempotency_key = $2 AND NOT EXISTS (SELECT FROM mine)`;

/** Answers under idempotency keys in Postgres; `body` holds what was answered: ids and words, no data of a record. */
export function makeRequestMemory(database: Database): RequestMemory {
  return {
    async receive({ tenantId, key, requestHash, leaseSeconds }) {
      const rows = await database.queryAsTenant(tenantId, {
        name: 'receive_request',
        text: RECEIVE,
        values: [tenantId, key, requestHash, leaseSeconds],
      });
      // No row: a rival's insert committed after this statement began.
      if (rows[0] === undefined) return { kind: 'running' };
      const { is_mine: isMine, request_hash: hash, status, body } = row.parse(rows[0]);
      if (isMine) return { kind: 'new' };
      if (hash !== requestHash) return { kind: 'other' };
      return status === null ? { kind: 'running' } : { kind: 'answered', answer: { status, body } };
    },
    async keep({ tenantId, key, requestHash }, { status, body }) {
      await database.queryAsTenant(tenantId, {
        name: 'keep_answer',
        text: `UPDATE api_requests SET status = $4, body = $5::jsonb
               WHERE organization_id = $1::uuid AND idempotency_key = $2 AND request_hash = $3`,
        values: [tenantId, key, requestHash, status, JSON.stringify(body)],
      });
    },
    async drop({ tenantId, key, requestHash }) {
      await database.queryAsTenant(tenantId, {
        name: 'drop_request',
        text: `DELETE FROM api_requests
               WHERE organization_id = $1::uuid AND idempotency_key = $2 AND request_hash = $3 AND status IS NULL`,
        values: [tenantId, key, requestHash],
      });
    },
  };
}
