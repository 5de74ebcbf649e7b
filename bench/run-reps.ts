import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Interval } from './own-time.ts';
import type { SignedClient } from './signed-client.ts';

/** A record with its HubSpot ids. */
export interface RecordToEnrich {
  readonly portalId: number;
  readonly userId: number;
  readonly objectType: 'companies' | 'contacts';
  readonly objectId: string;
  /** HubSpot id of a contact's company; null for a company. */
  readonly companyId: string | null;
  readonly registerName: string;
}

/** One request of a rep, and how it ended. */
export interface RepRequest {
  readonly record: RecordToEnrich;
  readonly kind: 'first paint' | 'cold' | 'unchanged';
  readonly observed: Interval;
  /** Of an enrichment; null for a first paint. */
  readonly run: z.infer<typeof runSchema> | null;
}

/** About the time of one record, so that the reps are spread evenly over what they do. */
const STARTS_WITHIN_MS = 800;

const runSchema = z.object({
  status: z.string(),
  changes: z.array(z.object({ written: z.boolean() })),
  usage: z.object({ hubspotCalls: z.number(), modelCalls: z.number() }),
});
const answerSchema = z.object({ enrichment: runSchema });

/**
 * So many reps at once, each opening one record after the other: look at the card, enrich, enrich again.
 *
 * A rep sends the next request when the last one is answered, so exactly `reps` requests are under way until the time
 * is over or the records run out. They start one after the other, as people do.
 */
export async function runReps(input: {
  readonly client: SignedClient;
  readonly records: readonly RecordToEnrich[];
  readonly reps: number;
  readonly forMs: number;
}): Promise<{ readonly requests: readonly RepRequest[]; readonly tookMs: number }> {
  const startedMs = performance.now();
  const queue = [...input.records];
  const requests: RepRequest[] = [];
  const work = async (rep: number): Promise<void> => {
    await sleep((rep / input.reps) * STARTS_WITHIN_MS);
    while (performance.now() - startedMs < input.forMs) {
      const record = queue.shift();
      if (record === undefined) return;
      requests.push(await look(input.client, record));
      requests.push(await enrich(input.client, record, 'cold'));
      requests.push(await enrich(input.client, record, 'unchanged'));
    }
  };
  await Promise.all(Array.from({ length: input.reps }, (_, rep) => work(rep)));
  return { requests, tookMs: performance.now() - startedMs };
}

async function look(client: SignedClient, record: RecordToEnrich): Promise<RepRequest> {
  const path = `/api/hubspot/records/${record.objectType}/${record.objectId}`;
  const { status, text, observed } = await client.send(record, { method: 'GET', path });
  if (status !== 200) throw new Error(`GET ${path} answered ${status}: ${text}`);
  return { record, kind: 'first paint', observed, run: null };
}

async function enrich(client: SignedClient, record: RecordToEnrich, kind: 'cold' | 'unchanged'): Promise<RepRequest> {
  const { objectType, objectId } = record;
  const body = { objectType, objectId, idempotencyKey: randomUUID() };
  const { status, text, observed } = await client.send(record, {
    method: 'POST',
    path: '/api/hubspot/enrichments',
    body,
  });
  if (status !== 200) throw new Error(`the enrichment of ${objectType} ${objectId} answered ${status}: ${text}`);
  return { record, kind, observed, run: answerSchema.parse(JSON.parse(text)).enrichment };
}
