import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { z } from 'zod';
import type { TokenUsage } from '../backend/src/domain/model-usage/token-usage.ts';
import type { Interval } from './own-time.ts';
import { readTimeMs } from './signed-client.ts';

/** A stand-in of OpenAI's `POST /v1/responses` that answers from the evidence it was sent, after a fixed time. */
export interface ModelStandIn {
  /** With its `/v1`. */
  readonly baseUrl: string;
  /** Calls so far: the company that each was about, its tokens, and when it was worked on. */
  readonly calls: readonly { readonly company: string; readonly usage: TokenUsage; readonly during: Interval }[];
  close(): Promise<void>;
}

const message = z.object({
  content: z.tuple([z.object({ text: z.string(), prompt_cache_breakpoint: z.unknown().optional() })]),
});
const requestSchema = z.object({
  model: z.string(),
  input: z.tuple([message, message]),
  text: z.object({ format: z.unknown() }),
});
const dataSchema = z.object({
  company: z.string(),
  actions: z.array(z.object({ id: z.string(), text: z.string() })),
  evidence: z.array(z.object({ id: z.string(), snippet: z.string() })),
});

/** Starts it on a free port of 127.0.0.1. */
export async function startModelStandIn(latencyMs: number): Promise<ModelStandIn> {
  const calls: { company: string; usage: TokenUsage; during: Interval }[] = [];
  const meter = makeMeter();
  const server = createServer(async (request, response) => {
    const fromMs = readTimeMs();
    const sent = requestSchema.parse(JSON.parse(await readText(request)));
    const fenced = /^<data>\n([\s\S]*)\n<\/data>$/.exec(sent.input[1].content[0].text)?.[1] ?? '{}';
    const data = dataSchema.parse(JSON.parse(fenced));
    const { company } = data;
    const written = JSON.stringify(textsAbout(data));
    const usage = meter.measure(sent, written);
    const body = JSON.stringify(answerOf(sent.model, written, usage));
    await sleep(latencyMs);
    calls.push({ company, usage, during: { fromMs, toMs: readTimeMs() } });
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

/** A full answer: two sentences, a wording of four actions, two talking points. */
function textsAbout({ company, actions, evidence }: z.infer<typeof dataSchema>): object {
  const facts = evidence.slice(0, 2).map(({ id, snippet }) => ({ text: firstFacts(snippet), evidence: [id] }));
  const cited = evidence.slice(0, 1).map(({ id }) => id);
  return {
    sentences: facts,
    actions: actions.slice(0, 4).map(({ id, text }) => ({ id, text: `${text}, for ${company}`, evidence: cited })),
    talkingPoints: facts,
  };
}

/** Tokens as OpenAI's models of 2024 and later have them; the marked prefix is cached from the second call on. */
function makeMeter() {
  const cached = new Set<string>();
  return {
    measure({ model, input: [developer, user], text }: z.infer<typeof requestSchema>, answer: string): TokenUsage {
      const [told] = developer.content;
      const prefix = encode(told.text).length + encode(JSON.stringify(text.format)).length;
      const isMarked = told.prompt_cache_breakpoint !== undefined;
      const key = `${model} ${told.text}`;
      const isHit = isMarked && cached.has(key);
      if (isMarked) cached.add(key);
      return {
        inputTokens: prefix + encode(user.content[0].text).length,
        cachedInputTokens: isHit ? prefix : 0,
        cacheWriteTokens: isMarked && !isHit ? prefix : 0,
        outputTokens: encode(answer).length,
      };
    },
  };
}

/** Short enough to hold only names and numbers that the product finds again in the evidence. */
function firstFacts(snippet: string): string {
  return `${snippet.split('; ').slice(0, 3).join(', ')}.`;
}

function answerOf(model: string, text: string, usage: TokenUsage): object {
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
      input_tokens: usage.inputTokens,
      input_tokens_details: { cached_tokens: usage.cachedInputTokens, cache_write_tokens: usage.cacheWriteTokens },
      output_tokens: usage.outputTokens,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: usage.inputTokens + usage.outputTokens,
    },
  };
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString();
}
