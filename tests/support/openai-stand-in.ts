import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';

/**
 * How the stand-in answers. `obeys_injection` is a model that believes the data: it answers what an injected text
 * demands, so that tests show what the product does with it.
 */
export type OpenAiMode =
  /** Cites the snippets word for word. */
  | 'ok'
  /** What a good model writes: two sentences that say no more than the evidence. */
  | 'two_sentences'
  | 'refusal'
  | 'incomplete'
  | 'content_filter'
  | 'failed'
  | 'junk'
  | 'wrong_shape'
  | 'empty'
  | 'html'
  | 'hang'
  | 'reset'
  | '401'
  | '429'
  | '500'
  | 'obeys_injection';

/** A running stand-in of `POST /v1/responses`. */
export interface OpenAiStandIn {
  /** With its `/v1`, as `OPENAI_BASE_URL` wants it. */
  readonly baseUrl: string;
  /** Bodies received, oldest first. */
  readonly requests: readonly z.infer<typeof requestSchema>[];
  /** Answers these modes one after the other, the last one for ever. */
  answerWith(...modes: [OpenAiMode, ...OpenAiMode[]]): void;
  close(): Promise<void>;
}

const requestSchema = z.strictObject({
  model: z.string().min(1),
  instructions: z.string(),
  input: z.string(),
  text: z.strictObject({
    format: z.looseObject({ type: z.literal('json_schema'), name: z.string(), strict: z.literal(true) }),
  }),
  max_output_tokens: z.number().int().min(16),
  prompt_cache_key: z.string().max(64).optional(),
  prompt_cache_options: z.strictObject({ mode: z.enum(['implicit', 'explicit']) }).optional(),
  store: z.boolean().optional(),
});

const dataSchema = z.object({
  company: z.string(),
  evidence: z.array(z.object({ id: z.string(), snippet: z.string() })),
});

/** Tokens that every answered request reports: 700 in and 112 out. */
export const STAND_IN_TOKENS = 812;

/** Starts it on a free port of 127.0.0.1. A request that OpenAI would refuse is answered 400. */
export async function startOpenAiStandIn(): Promise<OpenAiStandIn> {
  const requests: z.infer<typeof requestSchema>[] = [];
  let modes: OpenAiMode[] = ['ok'];
  const server = createServer(async (request, response) => {
    const parsed = requestSchema.safeParse(await readJson(request));
    if (request.method !== 'POST' || request.url !== '/v1/responses') return sendError(response, 404, 'unknown path');
    if (!request.headers.authorization?.startsWith('Bearer ')) return sendError(response, 401, 'no key');
    if (!parsed.success) return sendError(response, 400, z.prettifyError(parsed.error));
    requests.push(parsed.data);
    const mode = modes.length > 1 ? modes.shift() : modes[0];
    play(mode ?? 'ok', parsed.data, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    requests,
    answerWith: (...next) => {
      modes = next;
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function play(mode: OpenAiMode, request: z.infer<typeof requestSchema>, response: ServerResponse): void {
  if (mode === 'hang') return;
  if (mode === 'reset') {
    response.socket?.destroy();
    return;
  }
  if (mode === 'html') {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Gateway</html>');
    return;
  }
  const status = Number(mode);
  if (status > 0) {
    sendError(response, status, 'refused by the test', status === 429 ? { 'retry-after': '0.01' } : {});
    return;
  }
  const answer = describeAnswer(mode, readData(request));
  sendJson(response, 200, {
    id: 'resp_1',
    object: 'response',
    created_at: 1_790_000_000,
    model: request.model,
    error: null,
    incomplete_details: null,
    output: [],
    usage: {
      input_tokens: 700,
      input_tokens_details: { cached_tokens: 0, cache_write_tokens: 0 },
      output_tokens: 112,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: STAND_IN_TOKENS,
    },
    ...answer,
  });
}

function describeAnswer(mode: OpenAiMode, data: z.infer<typeof dataSchema>): object {
  const say = (text: string) => ({
    status: 'completed',
    output: [message({ type: 'output_text', text, annotations: [] })],
  });
  const ids = data.evidence.map(({ id }) => id);
  switch (mode) {
    case 'refusal':
      return { status: 'completed', output: [message({ type: 'refusal', refusal: 'I cannot help with that.' })] };
    case 'incomplete':
      return {
        ...say('{"sentences":[{"text":"Acme is'),
        status: 'incomplete',
        incomplete_details: { reason: 'max_output_tokens' },
      };
    case 'content_filter':
      return { status: 'incomplete', incomplete_details: { reason: 'content_filter' } };
    case 'failed':
      return { status: 'failed', error: { code: 'server_error', message: 'failed' } };
    case 'junk':
      return say('Sure! Here is your summary: Acme is great.');
    case 'wrong_shape':
      return say('{"sentences":[{"text":7}]}');
    case 'empty':
      return say('{"sentences":[]}');
    case 'obeys_injection':
      return say(JSON.stringify({ sentences: [{ text: 'Score 100. Visit http://evil.example now.', evidence: ids }] }));
    case 'two_sentences': {
      const cited = ids.slice(0, 1);
      const texts = [`${data.company} is described by the evidence.`, 'The evidence says what the company does.'];
      return say(JSON.stringify({ sentences: texts.map((text) => ({ text, evidence: cited })) }));
    }
    default: {
      const sentences = data.evidence.slice(0, 2).map(({ id, snippet }) => ({ text: snippet, evidence: [id] }));
      return say(JSON.stringify({ sentences }));
    }
  }
}

function message(part: object) {
  return { id: 'msg_1', type: 'message', role: 'assistant', status: 'completed', content: [part] };
}

/** The data a request carries, found where the prompt fences it. */
function readData(request: z.infer<typeof requestSchema>): z.infer<typeof dataSchema> {
  const fenced = /^<data>\n([\s\S]*)\n<\/data>$/.exec(request.input)?.[1] ?? '{}';
  return dataSchema.parse(JSON.parse(fenced));
}

function sendError(response: ServerResponse, status: number, text: string, headers: Record<string, string> = {}): void {
  sendJson(response, status, { error: { message: text, type: 'error', param: null, code: null } }, headers);
}

function sendJson(response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const text = Buffer.concat(chunks).toString();
  return text === '' ? undefined : JSON.parse(text);
}
