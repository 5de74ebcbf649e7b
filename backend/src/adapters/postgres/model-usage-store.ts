import { z } from 'zod';
import type { ModelUsageStore } from '../../ports/model-usage-store.ts';
import type { Database } from './make-database.ts';

const TODAY = `(now() AT TIME ZONE 'utc')::date`;

// The row of the day is the lock: of two that see the last room, the second sees what the first took.
const RESERVE = `
  INSERT INTO model_usage_daily AS u (organization_id, day, reserved_tokens)
  SELECT $1::uuid, ${TODAY}, $2::bigint WHERE $2::bigint <= $3::bigint
  ON CONFLICT (organization_id, day) DO UPDATE SET reserved_tokens = u.reserved_tokens + EXCLUDED.reserved_tokens
    WHERE u.model_tokens + u.reserved_tokens + EXCLUDED.reserved_tokens <= $3::bigint
  RETURNING u.day::text AS day`;

const SETTLE = `
  WITH day AS (
    INSERT INTO model_usage_daily AS u (organization_id, day, model_calls, model_tokens)
    VALUES ($1::uuid, COALESCE($2::date, ${TODAY}), $6::int, $7::bigint + $10::bigint)
    ON CONFLICT (organization_id, day) DO UPDATE SET
      model_calls = u.model_calls + EXCLUDED.model_calls,
      model_tokens = u.model_tokens + EXCLUDED.model_tokens,
      reserved_tokens = greatest(0, u.reserved_tokens - $3::bigint)
    RETURNING u.day
  )
  INSERT INTO model_usage AS m (organization_id, day, model, tier, calls, input_tokens, cached_input_tokens, cache_write_tokens, output_tokens)
  SELECT $1::uuid, day.day, $4, $5, $6::int, $7::bigint, $8::bigint, $9::bigint, $10::bigint FROM day WHERE $6::int > 0
  ON CONFLICT (organization_id, day, model, tier) DO UPDATE SET
    calls = m.calls + EXCLUDED.calls,
    input_tokens = m.input_tokens + EXCLUDED.input_tokens,
    cached_input_tokens = m.cached_input_tokens + EXCLUDED.cached_input_tokens,
    cache_write_tokens = m.cache_write_tokens + EXCLUDED.cache_write_tokens,
    output_tokens = m.output_tokens + EXCLUDED.output_tokens`;

const READ = `
  SELECT ${TODAY}::text AS day, COALESCE(u.reserved_tokens, 0)::double precision AS "reservedTokens",
    COALESCE((SELECT jsonb_agg(jsonb_build_object('model', m.model, 'tier', m.tier, 'calls', m.calls, 'inputTokens', m.input_tokens,
        'cachedInputTokens', m.cached_input_tokens, 'cacheWriteTokens', m.cache_write_tokens, 'outputTokens', m.output_tokens)
        ORDER BY m.model, m.tier)
      FROM model_usage m WHERE m.organization_id = $1::uuid AND m.day = ${TODAY}), '[]') AS models
  FROM (SELECT) one LEFT JOIN model_usage_daily u ON u.organization_id = $1::uuid AND u.day = ${TODAY}`;

const dayRow = z.object({ day: z.string() });
const dayOfUse = z.object({
  day: z.string(),
  reservedTokens: z.number(),
  models: z.array(
    z.object({
      model: z.string(),
      tier: z.enum(['standard', 'batch']),
      calls: z.number(),
      inputTokens: z.number(),
      cachedInputTokens: z.number(),
      cacheWriteTokens: z.number(),
      outputTokens: z.number(),
    }),
  ),
});

/**
 * Counts in Postgres, each operation one statement. None waits for the disk: what a server that crashes loses of the last second
 * is an account of tokens, and the write of the same run flushes what came before it.
 */
export function makeModelUsageStore(database: Database): ModelUsageStore {
  return {
    async reserve({ organizationId, tokens, limit }) {
      const values = [organizationId, tokens, limit];
      const statement = { name: 'reserve_tokens', text: RESERVE, values };
      const rows = await database.queryAsTenant(organizationId, statement, 'soon');
      return rows[0] === undefined ? undefined : { day: dayRow.parse(rows[0]).day, tokens };
    },
    async settle({ organizationId, reservation, used }) {
      const { model, tier, calls, inputTokens, cachedInputTokens, cacheWriteTokens, outputTokens } = used;
      const counts = [calls, inputTokens, cachedInputTokens, cacheWriteTokens, outputTokens];
      const reserved = [reservation?.day ?? null, reservation?.tokens ?? 0];
      const values = [organizationId, ...reserved, model, tier, ...counts];
      await database.queryAsTenant(organizationId, { name: 'settle_tokens', text: SETTLE, values }, 'soon');
    },
    async readToday(organizationId) {
      const rows = await database.queryAsTenant(organizationId, {
        name: 'read_model_usage',
        text: READ,
        values: [organizationId],
      });
      return dayOfUse.parse(rows[0]);
    },
  };
}
