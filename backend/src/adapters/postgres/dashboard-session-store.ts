import { z } from 'zod';
import { AppError } from '../../domain/errors.ts';
import { sha256Hex } from '../../lib/random-token.ts';
import type { DashboardSession, DashboardSessionStore } from '../../ports/dashboard-session-store.ts';
import type { Database, TenantTransaction } from './make-database.ts';

/** Sessions of the dashboard in Postgres, as hashes: who reads the table can take nobody's place. */
export function makeDashboardSessionStore(database: Database): DashboardSessionStore {
  return {
    begin: async ({ sessionId, session, lifeSeconds }) => {
      const { organizationId, userId, role, signedInBy } = session;
      const rows = await database.queryAsTenant(organizationId, {
        name: 'begin_dashboard_session',
        text: BEGIN,
        values: [organizationId, sha256Hex(sessionId), userId, role, signedInBy, lifeSeconds],
      });
      if (rows[0] === undefined) throw new AppError('internal', 'The session could not be stored. Sign in again.');
      return toSession(rows[0]);
    },
    find: ({ sessionId, idleSeconds, isGlance }) =>
      database.withoutTenant(async (tx) => {
        const row = await findByHash(tx, sha256Hex(sessionId), idleSeconds);
        if (row === undefined) return undefined;
        const session = toSession(row);
        if (!isGlance) await keepAlive(tx, session.organizationId, sha256Hex(sessionId));
        return session;
      }),
    end: (sessionId) =>
      database.withoutTenant(async (tx) => {
        await showSession(tx, sha256Hex(sessionId));
        await tx.$executeRaw`DELETE FROM dashboard_sessions WHERE session_hash = ${sha256Hex(sessionId)}`;
      }),
  };
}

const BEGIN = `
  WITH old AS (DELETE FROM dashboard_sessions WHERE organization_id = $1::uuid AND expires_at < now())
  INSERT INTO dashboard_sessions (organization_id, session_hash, user_id, role, signed_in_by, expires_at)
  VALUES ($1::uuid, $2, $3, $4, $5, now() + make_interval(secs => $6::double precision))
  RETURNING organization_id, user_id, role, signed_in_by, expires_at`;

/** The policy shows a row to who brings its hash, for this transaction. */
async function showSession(tx: TenantTransaction, hash: string): Promise<void> {
  await tx.$executeRaw`SELECT set_config('app.session_hash', ${hash}, true)`;
}

async function findByHash(tx: TenantTransaction, hash: string, idleSeconds: number): Promise<unknown> {
  await showSession(tx, hash);
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT organization_id, user_id, role, signed_in_by, expires_at FROM dashboard_sessions
    WHERE session_hash = ${hash} AND expires_at > now() AND last_seen_at > now() - make_interval(secs => ${idleSeconds}::double precision)`;
  return rows[0];
}

/** Once a minute is enough to know that somebody is there. */
async function keepAlive(tx: TenantTransaction, organizationId: string, hash: string): Promise<void> {
  await tx.$executeRaw`SELECT set_config('app.organization_id', ${organizationId}, true)`;
  await tx.$executeRaw`
    UPDATE dashboard_sessions SET last_seen_at = now()
    WHERE session_hash = ${hash} AND last_seen_at < now() - interval '1 minute'`;
}

const sessionRow = z.object({
  organization_id: z.string(),
  user_id: z.string(),
  role: z.string().nullable(),
  signed_in_by: z.enum(['hubspot', 'token']),
  expires_at: z.date(),
});

function toSession(row: unknown): DashboardSession {
  const { organization_id, user_id, role, signed_in_by, expires_at } = sessionRow.parse(row);
  return { organizationId: organization_id, userId: user_id, role, signedInBy: signed_in_by, expiresAt: expires_at };
}
