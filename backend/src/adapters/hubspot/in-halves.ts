import { AppError } from '../../domain/errors.ts';

// What HubSpot says of the rows or of what is there already, so that smaller batches can fare better.
const WHOLE_BATCH_REFUSED = new Set([400, 404, 409]);

/**
 * Sends rows together; a batch that is refused as a whole is halved until the bad rows stand alone. k bad rows of n cost
 * at most 1 + 2k·⌈log2 n⌉ requests and never more than 2n − 1.
 *
 * @param send answers one outcome a row, or throws
 * @param giveUp the outcome of a row that HubSpot could not be asked about, or that was refused alone
 */
export async function inHalves<Row, Outcome>(
  rows: readonly Row[],
  send: (rows: readonly Row[]) => Promise<readonly Outcome[]>,
  giveUp: (row: Row, error: unknown) => Outcome,
): Promise<readonly Outcome[]> {
  try {
    return await send(rows);
  } catch (error) {
    if (rows.length <= 1 || !mayBeOneRow(error)) return rows.map((row) => giveUp(row, error));
    const middle = Math.ceil(rows.length / 2);
    const first = await inHalves(rows.slice(0, middle), send, giveUp);
    return [...first, ...(await inHalves(rows.slice(middle), send, giveUp))];
  }
}

/** A property that the account does not have is missing for all rows. */
function mayBeOneRow(error: unknown): boolean {
  if (!(error instanceof AppError) || !WHOLE_BATCH_REFUSED.has(error.details.upstreamStatus ?? 0)) return false;
  return !(error.details.refusedProperties ?? []).some(({ code }) => code === 'PROPERTY_DOESNT_EXIST');
}
