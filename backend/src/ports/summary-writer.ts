import type { Evidence } from '../domain/evidence/evidence.ts';

/** What the model may use: evidence and nothing else. No e-mail address or phone number ever enters it. */
export interface SummaryRequest {
  readonly companyName: string;
  readonly evidence: readonly Evidence[];
  /** Words of the portal's ideal customer profile that the text may use. */
  readonly icpWords: readonly string[];
  /** Problems that the validator found in the first answer; empty on the first try. */
  readonly problems: readonly string[];
  readonly signal: AbortSignal;
}

/** A text as the model gave it, not yet validated. */
export type SummaryAnswer =
  | {
      readonly kind: 'written';
      readonly sentences: readonly { readonly text: string; readonly evidence: readonly string[] }[];
      readonly tokens: number;
    }
  /** Refused, cut off, junk, timeout, quota: why, in words. */
  | { readonly kind: 'unavailable'; readonly reason: string; readonly tokens: number };

/** A language model that words a summary. Never throws for what a model or its server does: that is `unavailable`. */
export interface SummaryWriter {
  /** Name of model and prompt version: part of the input hash. */
  readonly version: string;
  write(request: SummaryRequest): Promise<SummaryAnswer>;
}
