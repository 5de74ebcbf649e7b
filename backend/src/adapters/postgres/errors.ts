import { AppError } from '../../domain/errors.ts';

const READ_ONLY = '25006';
/** SQLSTATE classes and codes that mean "not now": https://www.postgresql.org/docs/18/errcodes-appendix.html */
const UNAVAILABLE_CLASSES = ['08', '53', '57'];
// 25006 comes while a server is a replica: after a failover, until the connection leads to the new primary.
const UNAVAILABLE_CODES = ['40001', '40P01', '55P03', '25P03', READ_ONLY];
/** What node-postgres and the operating system say when there is no connection. */
const UNAVAILABLE_SYSTEM_CODES = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN'];
const UNIQUE_VIOLATION = '23505';

/** Five characters that PostgreSQL puts on every error; undefined when the error is not its. */
export function readSqlState(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  if ('cause' in error && 'name' in error && error.name === 'DriverAdapterError') return readOriginalCode(error.cause);
  if ('code' in error && typeof error.code === 'string' && /^[0-9A-Z]{5}$/.test(error.code)) {
    if (!/^P\d{4}$/.test(error.code)) return error.code;
  }
  // Prisma's own codes (P2010, …) wrap the driver's error.
  if ('meta' in error && typeof error.meta === 'object' && error.meta !== null && 'driverAdapterError' in error.meta) {
    return readSqlState(error.meta.driverAdapterError);
  }
  return undefined;
}

function readOriginalCode(cause: unknown): string | undefined {
  if (typeof cause !== 'object' || cause === null || !('originalCode' in cause)) return undefined;
  return typeof cause.originalCode === 'string' ? cause.originalCode : undefined;
}

/** Tells whether the server behind this connection takes no writes. */
export function isReadOnlyServer(error: unknown): boolean {
  return readSqlState(error) === READ_ONLY;
}

/** Tells whether a row with this key was there already. */
export function isUniqueViolation(error: unknown): boolean {
  return readSqlState(error) === UNIQUE_VIOLATION || hasCode(error, 'P2002');
}

/** Turns what the database threw into our one error, by code and never by text; ours pass through. */
export function translateDatabaseError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (isUnavailable(error)) {
    const message = 'the database did not answer in time; try again in a moment';
    return new AppError('upstream_unavailable', message, {}, { cause: error });
  }
  if (isUniqueViolation(error)) {
    return new AppError('conflict', 'this was saved by somebody else at the same moment', {}, { cause: error });
  }
  return new AppError('internal', 'the database refused a statement; the log has its code', {}, { cause: error });
}

function isUnavailable(error: unknown): boolean {
  const state = readSqlState(error);
  if (state !== undefined) {
    return UNAVAILABLE_CODES.includes(state) || UNAVAILABLE_CLASSES.includes(state.slice(0, 2));
  }
  if (UNAVAILABLE_SYSTEM_CODES.some((code) => hasCode(error, code))) return true;
  // P1xxx: Prisma could not reach the database; P2024, P2028: no connection or transaction in time.
  if (hasCodeLike(error, /^P1\d{3}$|^P2024$|^P2028$/)) return true;
  return isLostConnection(error);
}

/** node-postgres throws a bare Error, without any code, when a connection ends or cannot be had in time. */
function isLostConnection(error: unknown): boolean {
  return error instanceof Error && error.constructor === Error && !('code' in error && error.code !== undefined);
}

function hasCode(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}

function hasCodeLike(error: unknown, pattern: RegExp): boolean {
  return hasText(error) && pattern.test(error.code);
}

function hasText(error: unknown): error is { readonly code: string } {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string';
}
