/** Watches what passes between product and sandbox and notes every breach of HubSpot's OpenAPI documents. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly contentType: string;
  readonly requestBody: unknown;
  readonly status: number;
  readonly responseBody: unknown;
}

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

/** Makes a conformance watch that sees nothing, for places without the documents. */
export function makeBlindConformance(): Conformance {
  return { isChecking: false, check: () => {}, report: () => ({ requests: [], responses: [] }), clear: () => {} };
}
