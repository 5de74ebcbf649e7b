import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';

/** How a batch goes; `stays` until told otherwise. */
export type BatchFate = 'completed' | 'stays' | 'failed' | 'expired';

/** OpenAI's Files and Batches API, strict about what may be sent. */
export interface BatchDesk {
  /** True when the request was about files or batches and is answered. */
  handle(request: IncomingMessage, body: Buffer, response: ServerResponse): Promise<boolean>;
  /** What becomes of batches when they are looked at next. */
  setFate(fate: BatchFate): void;
  /** Answers this status to everything until it is 0. */
  breakWith(status: number): void;
  /** Lines with these ids fail alone. */
  failLines(...ids: string[]): void;
  /** Ids of files that were uploaded, and batches that were made and cancelled. */
  readonly uploads: readonly string[];
  readonly made: readonly string[];
  readonly cancelled: readonly string[];
}

const createSchema = z.strictObject({
  input_file_id: z.string(),
  endpoint: z.literal('/v1/responses'),
  completion_window: z.literal('24h'),
  output_expires_after: z
    .strictObject({ anchor: z.literal('created_at'), seconds: z.number().int().min(3_600).max(2_592_000) })
    .optional(),
});
const lineSchema = z.strictObject({
  custom_id: z.string().min(1).max(64),
  method: z.literal('POST'),
  url: z.literal('/v1/responses'),
  body: z.unknown(),
});

/** A batch as it is kept. */
interface Batch {
  readonly id: string;
  readonly lines: readonly z.infer<typeof lineSchema>[];
  status: string;
}

/** Makes a desk that answers lines as the stand-in answers single requests. */
export function makeBatchDesk(answer: (body: unknown) => object): BatchDesk {
  const files = new Map<string, string>();
  const batches = new Map<string, Batch>();
  const cancelled: string[] = [];
  const failing = new Set<string>();
  let fate: BatchFate = 'completed';
  let broken = 0;
  const desk = { files, batches, cancelled, failing, readFate: () => fate, answer };
  return {
    async handle(request, body, response) {
      const path = request.url ?? '';
      if (!/^\/v1\/(?:files|batches)/.test(path)) return false;
      const [status, content] = broken > 0 ? [broken, refusal('broken by the test')] : await route(desk, request, body);
      const isText = typeof content === 'string';
      response.writeHead(status, { 'content-type': isText ? 'application/jsonl' : 'application/json' });
      response.end(isText ? content : JSON.stringify(content));
      return true;
    },
    setFate: (next) => {
      fate = next;
    },
    breakWith: (status) => {
      broken = status;
    },
    failLines: (...ids) => {
      for (const id of ids) failing.add(id);
    },
    get uploads() {
      return [...files.keys()].filter((id) => id.startsWith('file-in'));
    },
    get made() {
      return [...batches.keys()];
    },
    cancelled,
  };
}

type Answer = readonly [status: number, content: object | string];
interface Desk {
  readonly files: Map<string, string>;
  readonly batches: Map<string, Batch>;
  readonly cancelled: string[];
  readonly failing: ReadonlySet<string>;
  readonly readFate: () => BatchFate;
  readonly answer: (body: unknown) => object;
}

async function route(desk: Desk, request: IncomingMessage, body: Buffer): Promise<Answer> {
  const [, , kind, id = '', action] = (request.url ?? '').split('/');
  const what = `${request.method} ${kind}${id === '' ? '' : '/id'}${action === undefined ? '' : `/${action}`}`;
  if (what === 'POST files') return upload(desk, request, body);
  if (what === 'GET files/id/content')
    return desk.files.has(id) ? [200, desk.files.get(id) ?? ''] : [404, refusal('no such file')];
  if (what === 'POST batches') return create(desk, JSON.parse(body.toString()));
  const batch = desk.batches.get(id);
  if (batch === undefined) return [404, refusal('no such batch')];
  if (what === 'POST batches/id/cancel') return cancel(desk, batch);
  if (what === 'GET batches/id') return [200, view(desk, batch)];
  return [404, refusal('unknown path')];
}

async function upload(desk: Desk, request: IncomingMessage, body: Buffer): Promise<Answer> {
  const type = request.headers['content-type'] ?? '';
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
  const file = form.get('file');
  if (form.get('purpose') !== 'batch' || file === null || typeof file === 'string')
    return [400, refusal('no batch file')];
  if (!file.name.endsWith('.jsonl')) return [400, refusal('the file must be JSONL')];
  const id = `file-in-${desk.files.size + 1}`;
  desk.files.set(id, await file.text());
  return [200, { id, object: 'file', bytes: file.size, filename: file.name, purpose: 'batch', status: 'processed' }];
}

function create(desk: Desk, body: unknown): Answer {
  const parsed = createSchema.safeParse(body);
  const text = parsed.success ? desk.files.get(parsed.data.input_file_id) : undefined;
  if (!parsed.success || text === undefined) return [400, refusal('the batch is not valid')];
  const lines = text
    .split('\n')
    .filter(Boolean)
    .map((line) => lineSchema.safeParse(JSON.parse(line)));
  const good = lines.flatMap((line) => (line.success ? [line.data] : []));
  const isValid = good.length === lines.length && new Set(good.map((line) => line.custom_id)).size === good.length;
  const batch: Batch = {
    id: `batch_${desk.batches.size + 1}`,
    lines: good,
    status: isValid ? 'in_progress' : 'failed',
  };
  desk.batches.set(batch.id, batch);
  return [200, describe(batch)];
}

function cancel(desk: Desk, batch: Batch): Answer {
  if (batch.status !== 'in_progress') return [409, refusal('the batch has ended')];
  desk.cancelled.push(batch.id);
  batch.status = 'cancelled';
  return [200, describe(batch)];
}

/** A batch moves on when it is looked at, so that no test waits. Lines come back in another order, as OpenAI warns. */
function view(desk: Desk, batch: Batch): object {
  const fate = desk.readFate();
  if (batch.status === 'in_progress' && fate !== 'stays') {
    batch.status = fate;
    const isCut = fate === 'expired';
    const done = isCut ? batch.lines.slice(0, 1) : [...batch.lines].reverse();
    const good = done.filter((line) => !desk.failing.has(line.custom_id));
    const bad = done.filter((line) => desk.failing.has(line.custom_id));
    const late = isCut ? batch.lines.slice(1) : [];
    desk.files.set(
      `file-out-${batch.id}`,
      good.map((line) => outLine(line.custom_id, 200, desk.answer(line.body))).join('\n'),
    );
    desk.files.set(
      `file-err-${batch.id}`,
      [
        ...bad.map((line) => outLine(line.custom_id, 500, refusal('server error'))),
        ...late.map(({ custom_id }) =>
          JSON.stringify({ id: 'x', custom_id, response: null, error: { code: 'batch_expired', message: 'late' } }),
        ),
        'no JSON at all',
      ].join('\n'),
    );
  }
  return describe(batch, desk.files);
}

function describe(batch: Batch, files?: ReadonlyMap<string, string>): object {
  const outFile = (name: string) => (files?.has(`${name}-${batch.id}`) ? `${name}-${batch.id}` : undefined);
  return {
    id: batch.id,
    object: 'batch',
    endpoint: '/v1/responses',
    status: batch.status,
    request_counts: { total: batch.lines.length, completed: 0, failed: 0 },
    errors: batch.status === 'failed' ? { object: 'list', data: [{ code: 'invalid_json_line', line: 1 }] } : undefined,
    output_file_id: outFile('file-out'),
    error_file_id: outFile('file-err'),
  };
}

function outLine(custom_id: string, status_code: number, body: object): string {
  return JSON.stringify({
    id: `req_${custom_id}`,
    custom_id,
    response: { status_code, request_id: 'r', body },
    error: null,
  });
}

function refusal(text: string): object {
  return { error: { message: text, type: 'invalid_request_error', param: null, code: null } };
}
