import type { IsoDateTime } from '../time.ts';
import type { Enrichment } from './enrichment.ts';

/** What a person can call not useful: the score, or one signal by its kind and day. */
export type FeedbackSubject =
  | { readonly about: 'score' }
  | { readonly about: 'signal'; readonly kind: string; readonly occurredAt: string };

/** That a person called something not useful. */
export interface Feedback {
  readonly about: 'score' | 'signal';
  /** Of the signal; null for the score. */
  readonly kind: string | null;
  readonly occurredAt: string | null;
  readonly userId: number | null;
  readonly at: IsoDateTime;
}

/**
 * The words that a person judges, for whoever reads the feedback later.
 *
 * @returns undefined when the result has no such score or signal
 */
export function textOfSubject(enrichment: Enrichment, subject: FeedbackSubject): string | undefined {
  if (subject.about === 'score') {
    const { score } = enrichment;
    return score ? `score ${score.total ?? 'unknown'}, coverage ${score.coverage}, ${score.model}` : undefined;
  }
  return enrichment.signals.find(({ kind, occurredAt }) => kind === subject.kind && occurredAt === subject.occurredAt)
    ?.text;
}
