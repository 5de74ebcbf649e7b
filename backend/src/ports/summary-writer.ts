import type { ModelDraft } from '../domain/enrichment/model-draft.ts';
import type { Evidence } from '../domain/evidence/evidence.ts';
import type { TokenUsage } from '../domain/model-usage/token-usage.ts';

/** What the model may use: evidence and nothing else. No e-mail address or phone number ever enters it. */
export interface SummaryRequest {
  readonly companyName: string;
  /** As screened by the domain. */
  readonly evidence: readonly Evidence[];
  /** Our words for actions that may be reworded; the answer names them `a1`, `a2`, … in this order. */
  readonly actions: readonly string[];
  /** Words of the portal's ideal customer profile that the text may use. */
  readonly icpWords: readonly string[];
  /** Problems that the validator found in the first answer; empty on the first try. */
  readonly problems: readonly string[];
  readonly signal: AbortSignal;
}

/** Texts as the model gave them, not yet validated, with what they cost. */
export type SummaryAnswer =
  | { readonly kind: 'written'; readonly draft: ModelDraft; readonly usage: TokenUsage }
  /** Refused, cut off, junk, timeout, quota: why, in words. */
  | { readonly kind: 'unavailable'; readonly reason: string; readonly usage: TokenUsage };

/** A request of a batch under a name of the caller's, unique in the batch, at most 64 characters. */
export interface BatchRequest {
  readonly id: string;
  readonly request: Omit<SummaryRequest, 'signal'>;
}

/** How a batch stands. */
export type BatchState =
  | { readonly kind: 'running'; readonly done: number; readonly total: number }
  /** One answer for each id of the batch that has one; ids without are to be asked again. */
  | { readonly kind: 'ended'; readonly answers: ReadonlyMap<string, SummaryAnswer> }
  /** Nobody could be asked; asking later tells. */
  | { readonly kind: 'unavailable'; readonly reason: string }
  /** The batch as a whole came to nothing: why, in words. */
  | { readonly kind: 'lost'; readonly reason: string };

/** Whether the provider took a batch. */
export type SubmittedBatch =
  | { readonly kind: 'submitted'; readonly batchId: string }
  | { readonly kind: 'unavailable'; readonly reason: string };

/**
 * A language model that writes about a company: summary, wording of actions, talking points, in one answer.
 *
 * Contract for implementers:
 * - nothing throws for what a model or its server does: that is `unavailable` or `lost`, with the tokens used;
 * - `write` is one answer now; the batch methods give the same answers for many requests within a day, for less;
 * - `submitBatch` takes at most `maxBatchSize` requests and starts nothing when it answers `unavailable`; an empty batch is `unavailable`;
 * - `readBatch` may be asked any number of times; a request that failed alone is `unavailable` under its id, the
 *   others of its batch are not touched by it; a batch that expired or was cancelled gives what was written until then;
 * - `cancelBatch` may come late or twice.
 */
export interface SummaryWriter {
  /** As the provider names it. */
  readonly model: string;
  /** Name of model and prompt version: part of the input hash. */
  readonly version: string;
  readonly maxBatchSize: number;
  /** Tokens that one call takes at most, so that a budget can be held before the call is made. */
  estimateTokens(request: Omit<SummaryRequest, 'signal'>): number;
  write(request: SummaryRequest): Promise<SummaryAnswer>;
  submitBatch(requests: readonly BatchRequest[], signal: AbortSignal): Promise<SubmittedBatch>;
  readBatch(batchId: string, signal: AbortSignal): Promise<BatchState>;
  cancelBatch(batchId: string, signal: AbortSignal): Promise<void>;
}
