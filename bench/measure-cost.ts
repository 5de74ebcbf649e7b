import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { type CallTier, costUsd, PRICES_READ_ON } from '../backend/src/domain/model-usage/model-prices.ts';
import { addUsage, NO_TOKENS, type TokenUsage, totalTokens } from '../backend/src/domain/model-usage/token-usage.ts';
import { planCostRecords } from './enrichment-records.ts';
import { installEverywhere, startBackend, startStage } from './enrichment-stage.ts';
import type { Figure } from './figure.ts';
import { startModelStandIn } from './model-stand-in.ts';

const MODEL = 'gpt-6-luna';
const CONTACTS_PER_COMPANY = 4;
const COLD_CALLS_BAR = 0.26;
const COLD_TOKENS_BAR = 950;
const POLL_MS = 100;

const answerSchema = z.object({ enrichment: z.looseObject({ id: z.string(), status: z.string() }) });

/** What a pass over all contacts took from the model. */
interface Pass {
  readonly calls: number;
  readonly usage: TokenUsage;
}

/**
 * Enriches four contacts of each company through the production build, first never seen, then unchanged, and counts the
 * calls and tokens that reached the model's stand-in. Counts only: no time is measured.
 */
export async function measureCost(input: {
  readonly databaseUrl: string;
  readonly folder: string;
  readonly entry: string;
  readonly companies: number;
}): Promise<readonly Figure[]> {
  const folder = path.join(input.folder, 'cost');
  mkdirSync(folder);
  const plan = await planCostRecords({ ...input, contactsPerCompany: CONTACTS_PER_COMPANY });
  const stage = await startStage({ databaseUrl: input.databaseUrl, folder, plan });
  const model = await startModelStandIn(0);
  const env = { OPENAI_API_KEY: 'bench', OPENAI_BASE_URL: model.baseUrl, OPENAI_MODEL: MODEL };
  const { backend, client } = await startBackend(stage, { entry: input.entry, folder, connections: 4, env });
  try {
    await installEverywhere(stage, client, plan);
    const [portal] = plan.portals;
    const caller = { portalId: portal?.id ?? 0, userId: portal?.userId ?? 0 };
    const contacts = await stage.listIds(caller.portalId, 'contacts');
    const pass = async (name: string): Promise<Pass> => {
      const before = model.calls.length;
      for (const objectId of contacts) await enrich(client, caller, objectId, `${name}-${objectId}`);
      const calls = model.calls.slice(before);
      return { calls: calls.length, usage: calls.reduce((sum, { usage }) => addUsage(sum, usage), NO_TOKENS) };
    };
    return describe(await pass('cold'), await pass('unchanged'), contacts.length);
  } finally {
    client.close();
    await backend.stop();
    await stage.sandbox.stop();
    await model.close();
  }
}

async function enrich(
  client: Awaited<ReturnType<typeof startBackend>>['client'],
  caller: { readonly portalId: number; readonly userId: number },
  objectId: string,
  idempotencyKey: string,
): Promise<void> {
  const body = { objectType: 'contacts', objectId, idempotencyKey };
  let answer = await client.send(caller, { method: 'POST', path: '/api/hubspot/enrichments', body });
  let { enrichment } = answerSchema.parse(JSON.parse(answer.text));
  while (enrichment.status === 'running') {
    await sleep(POLL_MS);
    answer = await client.send(caller, { method: 'GET', path: `/api/hubspot/enrichments/${enrichment.id}` });
    ({ enrichment } = answerSchema.parse(JSON.parse(answer.text)));
  }
  if (enrichment.status !== 'completed') throw new Error(`contact ${objectId} ended as ${enrichment.status}`);
}

function describe(cold: Pass, unchanged: Pass, contacts: number): readonly Figure[] {
  const calls = cold.calls / contacts;
  const tokens = totalTokens(cold.usage) / contacts;
  const perMillion = (tier: CallTier) => ((costUsd(MODEL, tier, cold.usage) ?? 0) / contacts) * 1_000_000;
  const of = `${contacts} contacts, ${CONTACTS_PER_COMPANY} a company; tokens counted by gpt-tokenizer (o200k_base)`;
  return [
    {
      metric: 'model calls a contact, cold',
      bar: `≤ ${COLD_CALLS_BAR}`,
      unit: '',
      values: { calls },
      isMet: calls <= COLD_CALLS_BAR,
      note: of,
    },
    {
      metric: 'model tokens a contact, cold',
      bar: `≤ ${COLD_TOKENS_BAR}`,
      unit: '',
      values: { tokens, cached: cold.usage.cachedInputTokens / contacts, output: cold.usage.outputTokens / contacts },
      isMet: tokens <= COLD_TOKENS_BAR,
      note: 'prompt and answer; cached and output are part of it',
    },
    {
      metric: 'model calls a contact, unchanged',
      bar: '0',
      unit: '',
      values: { calls: unchanged.calls / contacts },
      isMet: unchanged.calls === 0,
      note: of,
    },
    {
      metric: 'model cost of 1 M contacts, cold',
      bar: null,
      unit: '$',
      values: { 'at once': perMillion('standard'), 'in batches': perMillion('batch') },
      isMet: null,
      note: `${MODEL}, prices read on ${PRICES_READ_ON}; the stand-in writes two sentences, four wordings and two talking points`,
    },
  ];
}
