import type { Feedback, FeedbackSubject } from '../domain/enrichment/feedback.ts';
import type { ObjectType } from '../domain/portal/settings.ts';

/** Names a record of an organisation. */
export interface FeedbackRecord {
  readonly organizationId: string;
  readonly objectType: ObjectType;
  readonly objectId: string;
}

/** One opinion with its words, as an operator reads it. */
export interface FeedbackLine extends Feedback, Omit<FeedbackRecord, 'organizationId'> {
  readonly text: string;
  readonly companyNumber: string | null;
}

/**
 * What people called not useful. Contract: one opinion per record and subject; `save` again keeps the later one, `remove`
 * of none is fine; `list` answers those of a record, `listNewest` those of the organisation, newest first.
 */
export interface FeedbackStore {
  save(
    input: FeedbackRecord & {
      readonly subject: FeedbackSubject;
      readonly enrichmentId: string;
      readonly text: string;
      readonly companyNumber: string | null;
      readonly userId: number | null;
    },
  ): Promise<void>;
  remove(input: FeedbackRecord & { readonly subject: FeedbackSubject }): Promise<void>;
  list(record: FeedbackRecord): Promise<readonly Feedback[]>;
  listNewest(organizationId: string, limit: number): Promise<readonly FeedbackLine[]>;
}
