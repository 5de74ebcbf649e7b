import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type ExchangeFaults, makeExchangeCheck } from './check-exchange.ts';
import type { Exchange } from './exchange.ts';
import { loadOpenApiDocuments } from './openapi-documents.ts';

/** Watches what passes between product and sandbox and notes every breach of HubSpot's OpenAPI documents. */
export interface Breach {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly errors: readonly string[];
}

export interface Conformance {
  /** False when there is no folder of documents to check against. */
  readonly isChecking: boolean;
  check(exchange: Exchange): void;
  report(): { readonly requests: readonly Breach[]; readonly responses: readonly Breach[] };
  clear(): void;
}

/** The documents lie beside the repository when they are there at all; they are not ours to copy. */
export const DEFAULT_OPENAPI_DIR = fileURLToPath(new URL('../../../shared/hubspot-openapi', import.meta.url));

/**
 * Makes the watch.
 *
 * @param folder HubSpot's documents; `false`, or a folder that is absent, makes a watch that sees nothing
 */
export function makeConformance(folder: string | false): Conformance {
  if (folder === false || !existsSync(folder)) {
    return { isChecking: false, check: () => {}, report: () => ({ requests: [], responses: [] }), clear: () => {} };
  }
  let requests: Breach[] = [];
  let responses: Breach[] = [];
  return {
    isChecking: true,
    check(exchange) {
      const faults = getExchangeCheck(folder)(exchange);
      const { method, path, status } = exchange;
      if (faults.request.length > 0) requests.push({ method, path, status, errors: faults.request });
      if (faults.response.length > 0) responses.push({ method, path, status, errors: faults.response });
    },
    report: () => ({ requests, responses }),
    clear() {
      requests = [];
      responses = [];
    },
  };
}

// The documents are large and never change while a process runs: read them at the first exchange, once for all sandboxes.
const checks = new Map<string, (exchange: Exchange) => ExchangeFaults>();

function getExchangeCheck(folder: string): (exchange: Exchange) => ExchangeFaults {
  const check = checks.get(folder) ?? makeExchangeCheck(loadOpenApiDocuments(folder));
  checks.set(folder, check);
  return check;
}
