import { AppError } from '../../domain/errors.ts';

/**
 * Turns what `pg` throws into our error: the register gave no answer, which is never "the company does not exist".
 *
 * @param doing what was asked of the database, for the message
 */
export function toRegisterError(error: unknown, doing: string): AppError {
  if (error instanceof AppError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new AppError(
    'upstream_unavailable',
    `The company register gave no answer while ${doing}: ${reason}`,
    {},
    { cause: error },
  );
}
