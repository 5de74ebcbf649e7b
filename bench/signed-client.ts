import { createHmac } from 'node:crypto';
import http from 'node:http';
import type { Interval } from './own-time.ts';

/** Who is to have sent a request. */
export interface Caller {
  readonly portalId: number;
  readonly userId: number;
}

/** An answer and when it was waited for. */
export interface TimedAnswer {
  readonly status: number;
  readonly text: string;
  /** From before the signature until the last byte; Unix milliseconds with a fraction. */
  readonly observed: Interval;
}

/** Sends requests signed as HubSpot signs them (version 3), over connections that stay open. */
export interface SignedClient {
  send(
    /** null for what HubSpot's servers send by themselves. */
    caller: Caller | null,
    /** `body`: bytes are sent as they are, everything else as JSON. */
    request: { readonly method: string; readonly path: string; readonly body?: unknown },
  ): Promise<TimedAnswer>;
  close(): void;
}

/** Makes a client that spends as little processor time as Node allows: it shares the machine with what it measures. */
export function makeSignedClient(target: {
  readonly port: number;
  readonly publicUrl: string;
  readonly clientSecret: string;
  readonly connections: number;
}): SignedClient {
  const agent = new http.Agent({ keepAlive: true, maxSockets: target.connections });
  return {
    send: (caller, { method, path, body }) => {
      const bytes = Buffer.isBuffer(body) ? body : Buffer.from(body === undefined ? '' : JSON.stringify(body));
      const uri = caller === null ? path : `${path}?portalId=${caller.portalId}&userId=${caller.userId}`;
      return new Promise((resolve, reject) => {
        const fromMs = readTimeMs();
        const timestamp = String(Date.now());
        const signature = createHmac('sha256', target.clientSecret)
          .update(`${method}${target.publicUrl}${uri}`)
          .update(bytes)
          .update(timestamp)
          .digest('base64');
        const headers = {
          'content-type': 'application/json',
          'content-length': bytes.length,
          'x-hubspot-signature-v3': signature,
          'x-hubspot-request-timestamp': timestamp,
        };
        const request = http.request(
          { host: '127.0.0.1', port: target.port, path: uri, method, headers, agent },
          (answer) => {
            const chunks: Buffer[] = [];
            answer.on('data', (chunk: Buffer) => chunks.push(chunk));
            answer.once('error', reject);
            answer.once('end', () => {
              const toMs = readTimeMs();
              resolve({
                status: answer.statusCode ?? 0,
                text: Buffer.concat(chunks).toString(),
                observed: { fromMs, toMs },
              });
            });
          },
        );
        request.once('error', reject);
        request.end(bytes);
      });
    },
    close: () => agent.destroy(),
  };
}

/** The time of day with fractions of a millisecond: the same clock as the sandbox's journal. */
export function readTimeMs(): number {
  return performance.timeOrigin + performance.now();
}
