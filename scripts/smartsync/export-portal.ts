import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Database } from '../../backend/src/adapters/postgres/make-database.ts';
import { makePortalExport } from '../../backend/src/adapters/postgres/portal-export.ts';
import { AppError } from '../../backend/src/domain/errors.ts';
import { listPortals } from './list-portals.ts';

/**
 * `smartsync export`: writes everything that is kept of a portal to a file that only its owner may read.
 *
 * @param file is not written over; throws `not_found` for a portal that is not known, `conflict` for a file that exists
 */
export async function exportPortalToFile(database: Database, portalId: number, file: string): Promise<string> {
  const portal = (await listPortals(database)).find((one) => one.portalId === portalId);
  if (portal === undefined) throw new AppError('not_found', `Portal ${portalId} is not known here.`);
  const { organizationId } = portal;
  const exports = makePortalExport(database);
  let rows = 0;
  async function* lines() {
    for await (const piece of exports.read(organizationId)) {
      if ('table' in piece) rows += 1;
      yield `${JSON.stringify(piece)}\n`;
    }
  }
  try {
    await pipeline(Readable.from(lines()), createWriteStream(file, { flags: 'wx', mode: 0o600 }));
  } catch (cause) {
    if (cause instanceof AppError || !(cause instanceof Error)) throw cause;
    throw new AppError('conflict', `${file} could not be written: ${cause.message}`, {}, { cause });
  }
  await exports.log({ organizationId, userId: null });
  return `${rows} rows of portal ${portalId} written to ${file}`;
}
