import type { RecordValues } from '../company/identify-company.ts';
import { AppError } from '../errors.ts';
import type { ObjectType } from '../portal/settings.ts';
import type { IsoDate, IsoDateTime } from '../time.ts';
import type { EngagementAnswer } from './merge-source-answers.ts';

/** What is read of a record to see our contact with it. */
export interface DescribeEngagementInput {
  readonly objectType: ObjectType;
  /** null: no value; absent: the account lacks the property. */
  readonly properties: RecordValues;
  readonly asOf: IsoDate;
  readonly fetchedAt: IsoDateTime;
  /** The record in HubSpot; null when the address is not known. */
  readonly recordUrl: string | null;
}

/** HubSpot's default properties that tell of contact, per object type. */
export const ENGAGEMENT_PROPERTIES: Readonly<Record<ObjectType, readonly string[]>> = {
  contacts: [],
  companies: [],
  deals: [],
};

/** Turns HubSpot's default properties into engagement facts with evidence. */
export function describeEngagement(input: DescribeEngagementInput): EngagementAnswer {
  throw new AppError('internal', `describing is not built yet (${input.objectType})`);
}
