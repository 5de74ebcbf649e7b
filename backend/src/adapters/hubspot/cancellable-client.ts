import type http from 'node:http';
import { Client } from '@hubspot/api-client';

/** What one call needs beyond the SDK's options. */
export interface CallLimits {
  readonly agent: http.Agent;
  /** Aborts the request and destroys its socket. */
  readonly signal: AbortSignal;
  /** An answer with more bytes is an error. */
  readonly maxBytes: number;
}

/** The part of the SDK's request object that its sender reads. */
interface SendableRequest {
  getUrl(): URL;
  getSendData(): object;
}

/**
 * HubSpot's SDK client whose `apiRequest` can be aborted and uses our connection pool.
 *
 * `apiRequest` of 13.5.0 passes neither a signal nor an agent to the fetch below it, so a call that hangs would keep
 * its socket. The SDK's own extension point adds them. It keeps decorators in one object per process: make a client and
 * send its request in the same turn, as `sendToHubspot` does.
 */
export class CancellableClient extends Client {
  readonly #limits: CallLimits;

  constructor(config: { readonly basePath: string; readonly accessToken?: string }, limits: CallLimits) {
    super(config);
    this.#limits = limits;
    this.init();
  }

  protected override getDecorators() {
    // The SDK calls this from its constructor already, before our field exists.
    if (!(#limits in this)) return [];
    const { agent, signal, maxBytes } = this.#limits;
    return [
      {
        decorate: (send: (request: SendableRequest) => Promise<unknown>) => (request: SendableRequest) =>
          send({
            getUrl: () => request.getUrl(),
            // A redirect would carry the token elsewhere; HubSpot's API sends none.
            getSendData: () => ({ ...request.getSendData(), agent, signal, size: maxBytes, redirect: 'manual' }),
          }),
      },
    ];
  }
}
