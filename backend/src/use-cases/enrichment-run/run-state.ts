import type { CompanyIdentity } from '../../domain/company/company.ts';
import type { IsoDate, IsoDateTime } from '../../domain/time.ts';
import type { CrmRecord } from '../../ports/crm.ts';
import type { RunContext } from '../../ports/enrichment-store.ts';
import type { Installation } from '../../ports/installation-store.ts';
import type { CountedSession } from '../open-crm-session.ts';

/** What every step of one run may look at. */
export interface RunState {
  readonly installation: Installation;
  readonly context: RunContext;
  readonly session: CountedSession;
  /** When the run began, and its UTC day: the `asOf` of the score. */
  readonly startedAt: IsoDateTime;
  readonly asOf: IsoDate;
  /** Aborted when the run's time is over or its lease was lost. */
  readonly signal: AbortSignal;
}

/** The record, and which company it says it belongs to. */
export interface Subject {
  readonly record: CrmRecord;
  readonly identity: CompanyIdentity;
  /** The HubSpot company that said it; null when the record itself did. */
  readonly identityCompanyId: string | null;
  /** When that company was read; kept from the memory when it was fresh enough not to be read again. */
  readonly identityReadAt: IsoDateTime;
}
