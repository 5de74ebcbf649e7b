import type { Answer } from '../../contract/client.ts';
import type { EnrichmentWire } from '../../contract/enrichment.ts';
import type { RecordAnswer } from '../../contract/requests.ts';

/** How to go on after a problem: ask again with the same key, with a new one, look at the same run, or read the record. */
export type WayOn = 'same_click' | 'new_click' | 'look_again' | 'read_again';

/** Why there is no answer, in a form that the views can word. */
export interface Problem {
  /** The backend's code, or one of ours: `unreachable`, `still_running`, `no_backend_origin`. */
  readonly code: string;
  readonly message: string;
  /** For support; null when the backend was never reached. */
  readonly requestId: string | null;
  readonly wayOn: WayOn;
}

/** What a click does. */
export type Deed = 'enrich' | 'preview' | 'apply' | 'undo' | 'forget';

/** What the card is doing beside showing what it has. */
export type Run =
  | { readonly kind: 'idle' }
  /** `waitingFor` is the backend's word for what holds it up. */
  | { readonly kind: 'working'; readonly deed: Deed; readonly waitingFor?: string }
  | { readonly kind: 'problem'; readonly problem: Problem };

/** Everything that the card can show. */
export type CardState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'unread'; readonly problem: Problem }
  | {
      readonly kind: 'ready';
      readonly record: RecordAnswer;
      readonly run: Run;
      /** What a preview stands in front of; null when nothing does, or when it is not known any more. */
      readonly behind: RecordAnswer['enrichment'];
    };

/** A run that has come to one of its five ends. */
export type FinishedEnrichment = EnrichmentWire & { readonly status: Exclude<EnrichmentWire['status'], 'running'> };

/**
 * Words an answer that is none as a problem.
 *
 * A key that is in use for another request (409 `conflict`) can never succeed again, so the next try needs a new one.
 */
export function problemOf(answer: Exclude<Answer<unknown>, { kind: 'ok' }>, wayOn: WayOn): Problem {
  if (answer.kind === 'unreachable') return { code: 'unreachable', message: answer.message, requestId: null, wayOn };
  const { code, message, requestId } = answer.error;
  return { code, message, requestId, wayOn: code === 'conflict' ? 'new_click' : wayOn };
}

/** Tells whether a result is a proposal that nothing was written of yet. */
export function isOpenPreview({ mode, match, changes, undo }: FinishedEnrichment): boolean {
  return mode === 'preview' && undo.undoneAt === null && !!match?.company && !changes.some(({ written }) => written);
}

/** Tells whether a run has ended; a running one may carry nothing but its id. */
export function isFinished(enrichment: { readonly status: string }): enrichment is FinishedEnrichment {
  return enrichment.status !== 'running';
}
