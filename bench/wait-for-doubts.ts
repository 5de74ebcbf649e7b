import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

/** Lease, time of doubt, and a look again after a create that was lost once more. */
const WITHIN_MS = 480_000;
const POLL_MS = 500;
const AGE_SECONDS = 600;

const IN_DOUBT = `SELECT count(*) AS n FROM automation_intents WHERE state = 'sent' OR is_doubtful`;

/**
 * Waits until nothing is in doubt any more that killed workers had sent: the product looks again by itself, after about two
 * minutes.
 *
 * @param how `age`: lets that time pass in the database, for runs in which nobody may wait
 * @returns how much was in doubt when the run had ended, and how long it took until nothing was
 */
export async function waitForDoubts(
  administratorUrl: string,
  how: 'wait' | 'age',
): Promise<{ readonly doubts: number; readonly seconds: number }> {
  const client = new pg.Client({ connectionString: administratorUrl });
  await client.connect();
  try {
    const count = async () => Number((await client.query<{ n: string }>(IN_DOUBT)).rows[0]?.n);
    const startedMs = performance.now();
    const doubts = await count();
    if (doubts > 0 && how === 'age') {
      const past = `make_interval(secs => ${AGE_SECONDS})`;
      await client.query(
        `UPDATE automation_intents SET sent_until = sent_until - ${past}, lease_expires_at = lease_expires_at - ${past}`,
      );
      await client.query(`UPDATE lease_watch SET due = due - ${past}`);
    }
    while ((await count()) > 0 && performance.now() - startedMs < WITHIN_MS) await sleep(POLL_MS);
    return { doubts, seconds: Math.round((performance.now() - startedMs) / 1000) };
  } finally {
    await client.end();
  }
}
