import {
  type HubspotCall,
  type HubspotCallReport,
  type HubspotTransport,
  type HubspotTransportOptions,
  makeHubspotTransport,
} from '../../../backend/src/adapters/hubspot/transport.ts';
import type { LogFields, Logger } from '../../../backend/src/ports/logger.ts';
import { json, type ScriptedServer, startScriptedServer } from '../../support/scripted-server.ts';

export const READ: HubspotCall = {
  method: 'GET',
  path: '/crm/objects/2026-09/{objectType}/{objectId}',
  params: { objectType: 'contacts', objectId: '7' },
  isRepeatable: true,
};
export const CREATE: HubspotCall = {
  method: 'POST',
  path: '/crm/x',
  json: { secretValue: 'jane' },
  isRepeatable: false,
};
export const FINE = json(200, { ok: true });

/** A server that answers by its script, and transports to it. */
export interface TransportWorld {
  readonly server: ScriptedServer;
  /** A transport whose time only passes by waiting, with what it waited for, logged and reported. */
  setUp(options?: Partial<HubspotTransportOptions>): TransportStand;
  stop(): Promise<void>;
}

/** One transport under test. */
export interface TransportStand {
  readonly transport: HubspotTransport;
  /** Milliseconds of every wait. */
  readonly waits: readonly number[];
  readonly lines: readonly { readonly level: string; readonly fields: LogFields; readonly message: string }[];
  readonly reports: readonly HubspotCallReport[];
  /** Lets time go by. */
  pass(ms: number): void;
}

export async function startTransportWorld(): Promise<TransportWorld> {
  const server = await startScriptedServer();
  const transports: HubspotTransport[] = [];
  return {
    server,
    setUp: (options = {}) => {
      const stand = makeStand({ baseUrl: server.url, ...options });
      transports.push(stand.transport);
      return stand;
    },
    stop: async () => {
      for (const transport of transports) transport.close();
      await server.stop();
    },
  };
}

function makeStand(options: Partial<HubspotTransportOptions> & { readonly baseUrl: string }): TransportStand {
  const waits: number[] = [];
  const lines: { level: string; fields: LogFields; message: string }[] = [];
  const reports: HubspotCallReport[] = [];
  let nowMs = 0;
  const log = (level: string) => (fields: LogFields, message: string) => void lines.push({ level, fields, message });
  const logger: Logger = { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') };
  const transport = makeHubspotTransport({
    logger,
    attemptTimeoutMs: 5_000,
    retry: { baseMs: 100, random: () => 1 },
    onCall: (report) => void reports.push(report),
    time: {
      nowMs: () => nowMs,
      async wait(ms) {
        waits.push(ms);
        nowMs += ms;
      },
    },
    ...options,
  });
  const pass = (ms: number) => {
    nowMs += ms;
  };
  return { transport, waits, lines, reports, pass };
}

/** A session with these tokens, one after the other as they are refused. */
export function open(tokens: readonly string[] = ['token-1']) {
  const session = {
    priority: 'interactive' as const,
    calls: 0,
    rejected: [] as string[],
    async getAccessToken(options?: { readonly rejectedToken: string }): Promise<string> {
      if (options) session.rejected.push(options.rejectedToken);
      return tokens[Math.min(session.rejected.length, tokens.length - 1)] ?? '';
    },
    countCall() {
      session.calls += 1;
    },
  };
  return session;
}
