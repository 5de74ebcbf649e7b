import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type EnrichmentWire, enrichmentAnswerSchema, enrichmentSchema } from '../../hubspot-project/contract/index.ts';
import type { ControlApi } from './control-api.ts';

/** One record and how its enrichment ended. */
export interface EnrichedRow {
  readonly objectType: string;
  readonly title: string;
  readonly enrichment: EnrichmentWire;
}

/** Clicks at the same time; HubSpot allows 20 requests in flight per app and account. */
const AT_ONCE = 10;
const POLL_EVERY_MS = 500;
const finishedSchema = z.object({ enrichment: enrichmentSchema });

/** Enriches every record of the portal as a click in the card would, and waits for each result. */
export async function enrichAll(
  sandbox: ControlApi,
  input: {
    readonly portalId: number;
    readonly userId: number;
    readonly publicUrl: string;
    readonly onRow: (row: EnrichedRow) => void;
  },
): Promise<readonly EnrichedRow[]> {
  const rows: EnrichedRow[] = [];
  for (const objectType of ['companies', 'contacts', 'deals']) {
    const records = [...(await sandbox.listRecords(input.portalId, objectType))];
    const clickNext = async (): Promise<void> => {
      for (let record = records.shift(); record; record = records.shift()) {
        const enrichment = await enrichOne(sandbox, input, objectType, record.id);
        const row = { objectType, title: record.title, enrichment };
        rows.push(row);
        input.onRow(row);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, clickNext));
  }
  return rows;
}

/** HubSpot takes 110 calls in ten seconds: a click that waited too long for its turn is made again, as a person would. */
async function enrichOne(...input: Parameters<typeof clickOnce>): Promise<EnrichmentWire> {
  for (let clicks = 1; ; clicks += 1) {
    const enrichment = await clickOnce(...input);
    if (enrichment.error?.code !== 'rate_limited' || clicks === 3) return enrichment;
  }
}

async function clickOnce(
  sandbox: ControlApi,
  { portalId, userId, publicUrl }: { readonly portalId: number; readonly userId: number; readonly publicUrl: string },
  objectType: string,
  objectId: string,
): Promise<EnrichmentWire> {
  const base = `${publicUrl}/api/hubspot/enrichments`;
  const body = { objectType, objectId, idempotencyKey: randomUUID() };
  let answer = await sandbox.fetchAsUser({ portalId, userId, method: 'POST', url: base, body });
  while (answer.status === 202) {
    const { enrichment } = enrichmentAnswerSchema.parse(answer.body);
    await new Promise((resolve) => setTimeout(resolve, POLL_EVERY_MS));
    answer = await sandbox.fetchAsUser({ portalId, userId, method: 'GET', url: `${base}/${enrichment.id}` });
    if (answer.status === 200 && enrichmentAnswerSchema.parse(answer.body).enrichment.status === 'running') {
      answer = { ...answer, status: 202 };
    }
  }
  if (answer.status !== 200)
    throw new Error(`${objectType}/${objectId}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return finishedSchema.parse(answer.body).enrichment;
}
