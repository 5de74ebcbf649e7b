import { z } from 'zod';
import { AppError } from '../../domain/errors.ts';

/** Where a page of the log ended: time with microseconds, which a Date does not have, and id. */
const cursorShape = z.object({ position: z.string().regex(/^[0-9:. +-]{10,40}$/), id: z.uuid() });

/** A place in the log as an opaque text. */
export function writeLogCursor(row: { readonly position: string; readonly id: string }): string {
  return Buffer.from(JSON.stringify({ position: row.position, id: row.id })).toString('base64url');
}

/** Reads it back; throws `invalid_input` for a text that is none of ours. */
export function parseLogCursor(cursor: string): z.infer<typeof cursorShape> {
  try {
    return cursorShape.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch (cause) {
    const fields = [{ field: 'cursor', message: 'use the nextCursor of the page before, unchanged' }];
    throw new AppError('invalid_input', 'The cursor is not one of ours.', { fields }, { cause });
  }
}
