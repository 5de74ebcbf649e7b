import OpenAI, { toFile } from 'openai';
import { z } from 'zod';
import { NO_TOKENS } from '../../domain/model-usage/token-usage.ts';
import type { BatchRequest, BatchState, SubmittedBatch, SummaryAnswer } from '../../ports/summary-writer.ts';
import { readModelFailure } from './errors.ts';
import { readAnswer } from './read-answer.ts';
import { buildSummaryRequest } from './summary-prompt.ts';

/** OpenAI takes 50,000 requests and 200 MB in a file; at up to 20 kB each this stays below both. */
export const MAX_BATCH_SIZE = 10_000;

/** OpenAI's own deletion of what we sent and got, in seconds: long enough to collect a batch of a long weekend. */
const KEEP_FILES_SECONDS = 4 * 86_400;

/**
 * Sends many requests to be answered within a day at half the price (Batch API, read 2026-11).
 *
 * The file goes first and the batch second: when the second fails, the file alone costs nothing and expires.
 */
export async function submitBatch(
  client: OpenAI,
  model: string,
  requests: readonly BatchRequest[],
  signal: AbortSignal,
): Promise<SubmittedBatch> {
  if (requests.length === 0) return { kind: 'unavailable', reason: 'there is nothing to write about' };
  if (requests.length > MAX_BATCH_SIZE) {
    return { kind: 'unavailable', reason: `a batch holds at most ${MAX_BATCH_SIZE} requests` };
  }
  const lines = requests.map(({ id, request }) =>
    JSON.stringify({ custom_id: id, method: 'POST', url: '/v1/responses', body: buildSummaryRequest(model, request) }),
  );
  try {
    const file = await toFile(Buffer.from(`${lines.join('\n')}\n`), 'summaries.jsonl', { type: 'application/jsonl' });
    const expires_after = { anchor: 'created_at', seconds: KEEP_FILES_SECONDS } as const;
    const { id } = await client.files.create({ file, purpose: 'batch', expires_after }, { signal });
    const batch = await client.batches.create(
      {
        input_file_id: id,
        endpoint: '/v1/responses',
        completion_window: '24h',
        output_expires_after: expires_after,
      },
      { signal },
    );
    return { kind: 'submitted', batchId: batch.id };
  } catch (error) {
    return { kind: 'unavailable', reason: readModelFailure(error).reason };
  }
}

/**
 * Reads how a batch stands, and its answers once it has ended.
 *
 * An expired or cancelled batch gives what was written until then. A service that does not answer is `unavailable`;
 * only a batch that it refused or knows no more is `lost`.
 */
export async function readBatch(client: OpenAI, batchId: string, signal: AbortSignal): Promise<BatchState> {
  try {
    const batch = await client.batches.retrieve(batchId, { signal });
    switch (batch.status) {
      case 'failed':
        return { kind: 'lost', reason: `the batch was refused: ${batch.errors?.data?.[0]?.code ?? 'no reason given'}` };
      case 'completed':
      case 'expired':
      case 'cancelled': {
        const files = [batch.output_file_id, batch.error_file_id].flatMap((id) => id || []);
        const texts = await Promise.all(files.map((id) => readFile(client, id, signal)));
        return { kind: 'ended', answers: new Map(texts.flatMap((text) => readLines(text))) };
      }
      default:
        return {
          kind: 'running',
          done: (batch.request_counts?.completed ?? 0) + (batch.request_counts?.failed ?? 0),
          total: batch.request_counts?.total ?? 0,
        };
    }
  } catch (error) {
    if (error instanceof OpenAI.NotFoundError) {
      return { kind: 'lost', reason: 'the model service does not know this batch' };
    }
    return { kind: 'unavailable', reason: readModelFailure(error).reason };
  }
}

/** Ends a batch early; one that has ended or is unknown stays as it is. */
export async function cancelBatch(client: OpenAI, batchId: string, signal: AbortSignal): Promise<void> {
  try {
    await client.batches.cancel(batchId, { signal });
  } catch (error) {
    // What cannot be cancelled ends by itself within a day; its state tells.
    readModelFailure(error);
  }
}

async function readFile(client: OpenAI, fileId: string, signal: AbortSignal): Promise<string> {
  const response = await client.files.content(fileId, { signal });
  return response.text();
}

const lineSchema = z.object({
  custom_id: z.string(),
  response: z.object({ status_code: z.number(), body: z.looseObject({}) }).nullish(),
  error: z.object({ code: z.string().nullish(), message: z.string().nullish() }).nullish(),
});

/** Lines come in any order; one that nobody can read is left out, so that its id is asked again. */
function readLines(text: string): readonly (readonly [string, SummaryAnswer])[] {
  return text.split('\n').flatMap((line) => {
    const parsed = lineSchema.safeParse(parseJson(line));
    if (!parsed.success) return [];
    const { custom_id: id, response, error } = parsed.data;
    if (response?.status_code === 200) return [[id, readAnswer(response.body)] as const];
    const why = error?.code ?? (response ? String(response.status_code) : 'no reason given');
    return [
      [id, { kind: 'unavailable', reason: `the batch did not answer this one: ${why}`, usage: NO_TOKENS }] as const,
    ];
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // The schema refuses it like JSON of another shape.
  }
}
