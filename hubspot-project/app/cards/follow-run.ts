import type { SmartSyncClient } from '../../contract/client.ts';
import type { EnrichmentAnswer } from '../../contract/requests.ts';
import { type FinishedEnrichment, isFinished, problemOf, type Run } from './enrichment-state.ts';

/** Between two looks at a run that goes on in the background. */
const POLL_EVERY_MS = 2_000;
/** A look may fail while the run goes on; after this many in a row the person is told. */
const MAX_FAILED_LOOKS = 5;
/** After five minutes of looking the person decides whether to wait on. */
const MAX_LOOKS = 150;

/** A run as the backend shows it: a running one may carry nothing but its id. */
export type AnyEnrichment = EnrichmentAnswer['enrichment'];

type End = { kind: 'finished'; enrichment: FinishedEnrichment } | Extract<Run, { kind: 'problem' }>;

/**
 * Looks at a run until it has ended.
 *
 * @param isCurrent false as soon as nobody waits for the answer any more; the result is then of no use
 * @param onWaiting called at each look with what the run waits for; undefined while it works
 * @returns the ended run, or why looking was given up; the run itself goes on
 */
export async function untilFinished(
  client: SmartSyncClient,
  first: AnyEnrichment,
  isCurrent: () => boolean,
  onWaiting: (waitingFor: string | undefined) => void,
): Promise<End> {
  let latest = first;
  let failedLooks = 0;
  for (let looks = 0; looks < MAX_LOOKS; looks += 1) {
    if (isFinished(latest)) return { kind: 'finished', enrichment: latest };
    onWaiting(latest.waitingFor);
    await new Promise((resolve) => setTimeout(resolve, POLL_EVERY_MS));
    if (!isCurrent()) break;
    const answer = await client.readEnrichment(first.id);
    if (answer.kind === 'ok') {
      latest = answer.value.enrichment;
      failedLooks = 0;
      continue;
    }
    failedLooks += 1;
    if (answer.kind === 'refused' && answer.status < 500 && answer.status !== 429) failedLooks = MAX_FAILED_LOOKS;
    if (failedLooks >= MAX_FAILED_LOOKS) return { kind: 'problem', problem: problemOf(answer, 'look_again') };
  }
  const message = 'This takes unusually long. It goes on in the background; you can leave this page.';
  return { kind: 'problem', problem: { code: 'still_running', message, requestId: null, wayOn: 'look_again' } };
}
