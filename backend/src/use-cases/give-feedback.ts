import type { Enrichment } from '../domain/enrichment/enrichment.ts';
import { type Feedback, type FeedbackSubject, textOfSubject } from '../domain/enrichment/feedback.ts';
import { AppError } from '../domain/errors.ts';
import type { FeedbackStore } from '../ports/feedback-store.ts';
import type { Installation } from '../ports/installation-store.ts';

/** Who says what of which result. */
export interface GiveFeedbackInput {
  readonly installation: Installation;
  readonly userId: number | null;
  readonly enrichment: Enrichment;
  readonly subject: FeedbackSubject;
  /** true takes an earlier "not useful" back. */
  readonly isUseful: boolean;
}

/**
 * Remembers that a person calls a score or a signal not useful, or takes that back; repeating it changes nothing.
 *
 * @returns what is called not useful on this record now; throws `invalid_input` when the result has no such thing
 */
export async function giveFeedback(
  deps: { readonly feedback: FeedbackStore },
  { installation, userId, enrichment, subject, isUseful }: GiveFeedbackInput,
): Promise<readonly Feedback[]> {
  const { organizationId } = installation;
  const { objectType, objectId } = enrichment;
  const record = { organizationId, objectType, objectId };
  const text = textOfSubject(enrichment, subject);
  if (text === undefined) {
    const fields = [{ field: 'about', message: 'this result has no such score or signal' }];
    throw new AppError('invalid_input', 'There is nothing of this kind on the result. Reload the card.', { fields });
  }
  if (isUseful) await deps.feedback.remove({ ...record, subject });
  else {
    const companyNumber = enrichment.match?.company?.companyNumber ?? null;
    await deps.feedback.save({ ...record, subject, enrichmentId: enrichment.id, text, companyNumber, userId });
  }
  return deps.feedback.list(record);
}
