import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Interval } from './own-time.ts';
import { readTimeMs } from './signed-client.ts';

/** A stand-in of OpenAI's `POST /v1/responses` that answers from the evidence it was sent, after a fixed time. */
export interface ModelStandIn {
  /** With its `/v1`. */
  readonly baseUrl: string;
  /** Calls so far: the company that each was about, and when it was worked on. */
  readonly calls: readonly { readonly company: string; readonly during: Interval }[];
  close(): Promise<void>;
}

const requestSchema = z.object({ model: z.string(), input: z.string() });
const dataSchema = z.object({
  company: z.string(),
  evidence: z.array(z.object({ id: z.string(), snippet: z.string() })),
});

/** Starts it on a free port of 127.0.0.1. */
export async function startModelStandIn(latencyMs: number): Promise<ModelStandIn> {
  const calls: { company: string; during: Interval }[] = [];
  const server = createServer(async (request, response) => {
    const fromMs = readTimeMs();
    const { model, input } = requestSchema.parse(JSON.parse(await readText(request)));
    const fenced = /^<data>\n([\s\S]*)\n<\/data>$/.exec(input)?.[1] ?? '{}';
    const { company, evidence } = dataSchema.parse(JSON.parse(fenced));
    const sentences = evidence.slice(0, 2).map(({ id, snippet }) => ({ text: firstFacts(snippet), evidence: [id] }));
    const body = JSON.stringify(answerOf(model, JSON.stringify({ sentences })));
    await sleep(latencyMs);
    calls.push({ company, during: { fromMs, toMs: readTimeMs() } });
    response.writeHead(200, { 'content-type': 'application/json' }).end(body);
  });
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    calls,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** Short enough to hold only names and numbers that the product finds again in the evidence. */
function firstFacts(snippet: string): string {
  return `${snippet.split('; ').slice(0, 3).join(', ')}.`;
}

function answerOf(model: string, text: string): object {
  const content = [{ type: 'output_text', text, annotations: [] }];
  return {
    id: 'resp_1',
    object: 'response',
    created_at: 1_790_000_000,
    model,
    error: null,
    incomplete_details: null,
    status: 'completed',
    output: [{ id: 'msg_1', type: 'message', role: 'assistant', status: 'completed', content }],
    usage: {
      input_tokens: 700,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens: 112,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: 812,
    },
  };
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString();
}
