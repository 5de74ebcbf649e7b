import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { AppError } from '../../domain/errors.ts';
import { againAfterConflict } from './again-after-conflict.ts';
import { type ConnectionShare, shareOfJobs, shareOfRequests } from './connection-shares.ts';
import { translateDatabaseError } from './errors.ts';
import { gatherReads } from './gather-reads.ts';
import { type Prisma, PrismaClient } from './generated/client.ts';
import { sendBurst } from './send-burst.ts';
import type { Statement } from './statement.ts';

/** What may be done inside one transaction of one tenant. */
export type TenantTransaction = Prisma.TransactionClient;

/** The database as the stores use it: always as role `smartsync_app`, always inside a transaction. */
export interface Database {
  /** Several statements of one tenant; commits when `work` resolves, rolls back when it throws. */
  withTenant<T>(organizationId: string, work: (tx: TenantTransaction) => Promise<T>): Promise<T>;
  /** As `withTenant`, before the tenant is known: only the directory and the OAuth states are visible. */
  withoutTenant<T>(work: (tx: TenantTransaction) => Promise<T>): Promise<T>;
  /**
   * One statement of one tenant in one network round trip; for the paths that a person waits on.
   *
   * @param commit `soon` does not wait until it is on the disk: a server that crashes may lose the last second of it,
   * whole transactions only. For what can be done again from the start. Default `flushed`.
   */
  queryAsTenant(organizationId: string, statement: Statement, commit?: 'flushed' | 'soon'): Promise<readonly unknown[]>;
  /** As `queryAsTenant`, for a statement that only reads: those asked in the same turn share one trip, and fail together. */
  readAsTenant(organizationId: string, statement: Statement): Promise<readonly unknown[]>;
  /**
   * Public data, which needs no tenant: it goes along with what is read as a tenant in the same turn. Fails with what it
   * shares the trip with.
   */
  readPublic(statement: Statement): Promise<readonly unknown[]>;
  /** One statement for the tenant of a portal; no rows when the portal is in no directory row. */
  queryAsPortal(portalId: number, statement: Statement): Promise<readonly unknown[]>;
  /** Holds a lock over all processes while `work` runs; a holder that dies frees it at once. */
  withTenantLock<T>(organizationId: string, lock: TenantLock, work: () => Promise<T>): Promise<T>;
  /** One statement, without values, as the login role, which sees no tenant's rows: readiness and the queue. */
  queryAsOwner(text: string): Promise<readonly unknown[]>;
  /** The connections, for the queue's worker. */
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

/** One pool for requests and jobs, of which jobs never take all connections. */
export interface SharedDatabase extends Database {
  /** The same database for work that nobody waits in front of. */
  readonly forJobs: Database;
}

/** A named lock of one tenant. */
export interface TenantLock {
  readonly name: string;
  /** How long to wait for it. */
  readonly waitMs: number;
  /** The server takes it from a holder that does nothing for so long. */
  readonly holdMs: number;
}

/** Settings of the connections. */
export interface DatabaseOptions {
  readonly url: string;
  /** Connections of this process at most; default 12. */
  readonly maxConnections?: number;
  /** A statement that takes longer is ended by the server, and given up soon after that where it does not answer; default 10 s. */
  readonly statementTimeoutMs?: number;
}

const DEFAULT_CONNECTIONS = 12;
const CONNECT_TIMEOUT_MS = 5_000;
const TRANSACTION_TIMEOUT_MS = 15_000;
const DEFAULT_STATEMENT_TIMEOUT_MS = 10_000;
/** The server ends a slow statement itself; a server that does not even do that is given up a little later. */
const NO_ANSWER_AFTER_MS = 2_000;

// Transaction-local settings end with the transaction, so a pooled connection never carries a tenant on. Should the
// role be refused, everything after it fails too, because the transaction is broken by then.
const ENTER_TENANT = `SELECT set_config('statement_timeout', $2, true), set_config('app.organization_id', $1, true), set_config('role', 'smartsync_app', true)`;
const LIMIT_TIME = `SELECT set_config('statement_timeout', $1, true)`;
const ENTER_TENANT_SOON = `${ENTER_TENANT}, set_config('synchronous_commit', 'off', true)`;
const ENTER_PORTAL = `SELECT set_config('statement_timeout', $1, true), set_config('role', 'smartsync_app', true)`;
const FIND_PORTAL = `SELECT set_config('app.organization_id', COALESCE((SELECT organization_id::text FROM portal_directory WHERE portal_id = $1), ''), true)`;

/** Opens the database. Connects when it is first used; every error comes out as an AppError. */
export function makeDatabase(options: DatabaseOptions): SharedDatabase {
  const { maxConnections = DEFAULT_CONNECTIONS, statementTimeoutMs = DEFAULT_STATEMENT_TIMEOUT_MS } = options;
  const pool = makePool({ url: options.url, maxConnections, statementTimeoutMs });
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  const timeout = String(statementTimeoutMs);
  const parts = { pool, prisma, timeout };
  return {
    ...databaseOver(parts, shareOfRequests(pool)),
    forJobs: databaseOver(parts, shareOfJobs(maxConnections, CONNECT_TIMEOUT_MS)),
  };
}

interface Parts {
  readonly pool: pg.Pool;
  readonly prisma: PrismaClient;
  /** Of a statement, in milliseconds. */
  readonly timeout: string;
}

function databaseOver({ pool, prisma, timeout }: Parts, share: ConnectionShare): Database {
  const transact = <T>(organizationId: string, work: (tx: TenantTransaction) => Promise<T>) =>
    share.statement(() =>
      translated(() =>
        prisma.$transaction(
          async (tx) => {
            await tx.$queryRawUnsafe(ENTER_TENANT, organizationId, timeout);
            return work(tx);
          },
          { maxWait: CONNECT_TIMEOUT_MS, timeout: TRANSACTION_TIMEOUT_MS },
        ),
      ),
    );
  const burst = (statements: readonly Statement[]) =>
    share.statement(() => translated(() => sendBurst(pool, statements)));
  const last = async (statements: readonly Statement[]) => (await burst(statements)).at(-1) ?? [];
  const enterTenant = (organizationId: string) => ({
    name: 'enter_tenant',
    text: ENTER_TENANT,
    values: [organizationId, timeout],
  });
  const reads = gatherReads(async (organizationId, statements) => {
    if (organizationId === undefined) return burst(statements);
    const [, ...answers] = await burst([enterTenant(organizationId), ...statements]);
    return answers;
  });
  return {
    withTenant: (organizationId, work) => transact(organizationId, work),
    withoutTenant: (work) => transact('', work),
    queryAsTenant: (organizationId, statement, commit = 'flushed') => {
      const enter = enterTenant(organizationId);
      const soon = { ...enter, name: 'enter_tenant_soon', text: ENTER_TENANT_SOON };
      return last([commit === 'soon' ? soon : enter, statement]);
    },
    readAsTenant: (organizationId, statement) => reads.load({ organizationId, statement }),
    readPublic: (statement) => reads.load({ organizationId: undefined, statement }),
    queryAsPortal: (portalId, statement) =>
      last([
        { name: 'enter_portal', text: ENTER_PORTAL, values: [timeout] },
        { name: 'find_portal', text: FIND_PORTAL, values: [portalId] },
        statement,
      ]),
    withTenantLock: (organizationId, lock, work) => share.lock(() => holdLock(pool, organizationId, lock, work)),
    queryAsOwner: (text) =>
      last([
        { name: 'limit_time', text: LIMIT_TIME, values: [timeout] },
        { name: 'as_owner', text, values: [] },
      ]),
    pool,
    close: async () => {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}

function makePool(options: Required<DatabaseOptions>): pg.Pool {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.maxConnections,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: options.statementTimeoutMs + NO_ANSWER_AFTER_MS,
    application_name: 'smartsync',
  });
  // A connection that the server ends must not end the process: its next use says so, and the pool replaces it.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

async function holdLock<T>(
  pool: pg.Pool,
  organizationId: string,
  lock: TenantLock,
  work: () => Promise<T>,
): Promise<T> {
  const client = await translated(() => pool.connect());
  let isBroken = true;
  try {
    await translated(async () => {
      await client.query('BEGIN');
      await client.query(
        `SELECT set_config('lock_timeout', $1, true), set_config('idle_in_transaction_session_timeout', $2, true)`,
        [String(lock.waitMs), String(lock.holdMs)],
      );
      const waiting = {
        text: 'SELECT pg_advisory_xact_lock(hashtextextended($1, 0))',
        values: [`${lock.name}:${organizationId}`],
        query_timeout: lock.waitMs + NO_ANSWER_AFTER_MS,
      };
      await client.query(waiting);
    });
    const result = await work();
    isBroken = false;
    return result;
  } finally {
    // A holder that was cut off for taking too long has no transaction to end; its connection goes.
    const ended = await client.query('ROLLBACK').then(
      () => true,
      () => false,
    );
    client.release(!ended || isBroken);
  }
}

async function translated<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await againAfterConflict(work);
  } catch (error) {
    throw error instanceof AppError ? error : translateDatabaseError(error);
  }
}
