/** An answer as it was given. */
export interface GivenAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** How a request with a key was received. */
export type ReceivedRequest =
  /** Nobody works on it: the caller does, and then calls `keep` or `drop`. */
  | { readonly kind: 'new' }
  | { readonly kind: 'answered'; readonly answer: GivenAnswer }
  /** The key was used for another request. */
  | { readonly kind: 'other' }
  /** Somebody works on it. */
  | { readonly kind: 'running' };

/** A request and the key that it came with. */
export interface KeyedRequest {
  readonly tenantId: string;
  readonly key: string;
  /** Hash of method, path and body. */
  readonly requestHash: string;
}

/**
 * What was answered under an idempotency key.
 *
 * Contract for implementers: `receive` is atomic over processes and answers `new` to one caller at a time; who does not
 * come back within `leaseSeconds` is taken for dead; answers are kept for 24 hours at least.
 */
export interface RequestMemory {
  receive(request: KeyedRequest & { readonly leaseSeconds: number }): Promise<ReceivedRequest>;
  keep(request: KeyedRequest, answer: GivenAnswer): Promise<void>;
  drop(request: KeyedRequest): Promise<void>;
}
