import { z } from 'zod';

/** A record as the sandbox lists it. */
export interface ListedRecord {
  readonly id: string;
  readonly title: string;
}

/** The local HubSpot's control API, as far as the demo uses it. */
export interface ControlApi {
  isUp(): Promise<boolean>;
  /** The first portal and its super admin. */
  readPortal(): Promise<{ readonly id: number; readonly adminUserId: number }>;
  listRecords(portalId: number, objectType: string): Promise<readonly ListedRecord[]>;
  /** A request as `hubspot.fetch` of this user would send it; the body is parsed. */
  fetchAsUser(input: {
    readonly portalId: number;
    readonly userId: number;
    readonly method: 'GET' | 'POST' | 'PUT';
    readonly url: string;
    readonly body?: Readonly<Record<string, unknown>>;
  }): Promise<{ readonly status: number; readonly body: unknown }>;
  setLatency(latency: {
    readonly readMs: number;
    readonly writeMs: number;
    readonly searchMs: number;
    readonly tokenMs: number;
  }): Promise<void>;
}

const portalsSchema = z.object({
  portals: z
    .array(z.object({ id: z.number(), users: z.array(z.object({ id: z.number(), superAdmin: z.boolean() })) }))
    .min(1),
});
const recordsSchema = z.object({
  total: z.number(),
  records: z.array(z.object({ id: z.string(), title: z.string() })),
});
const answerSchema = z.object({ status: z.number(), body: z.string() });
const PAGE_SIZE = 200;

/** Makes the client of the sandbox at this origin. */
export function makeControlApi(origin: string): ControlApi {
  const base = `${origin}/__sandbox`;
  return {
    isUp: async () => (await fetch(`${base}/portals`)).ok,
    readPortal: async () => {
      const [portal] = portalsSchema.parse(await readJson(`${base}/portals`)).portals;
      const admin = portal?.users.find(({ superAdmin }) => superAdmin);
      if (!portal || !admin) throw new Error('the sandbox has no portal with a super admin');
      return { id: portal.id, adminUserId: admin.id };
    },
    listRecords: async (portalId, objectType) => {
      const url = `${base}/portals/${portalId}/records/${objectType}?limit=${PAGE_SIZE}`;
      return recordsSchema.parse(await readJson(url)).records;
    },
    fetchAsUser: async ({ portalId, userId, method, url, body }) => {
      const request = {
        requestUri: url,
        method,
        userId,
        requestTimeoutMillis: 15_000,
        ...(body ? { requestBody: body } : {}),
      };
      const answer = answerSchema.parse(await readJson(`${base}/portals/${portalId}/fetch`, 'POST', request));
      return { status: answer.status, body: JSON.parse(answer.body) };
    },
    setLatency: async (latency) => {
      await readJson(`${base}/latency`, 'PUT', latency);
    },
  };
}

async function readJson(url: string, method = 'GET', body?: unknown): Promise<unknown> {
  const response = await fetch(url, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url} answered ${response.status}: ${text.slice(0, 300)}`);
  return text === '' ? {} : JSON.parse(text);
}
