import type { Enrichment } from '../enrichment/enrichment.ts';

/** The status words that workflows branch on (contract §4). */
export type WorkflowStatus = 'ENRICHED' | 'NEEDS_REVIEW' | 'NO_MATCH' | 'INSUFFICIENT_DATA' | 'FAILED';

/** What an action gives back to its workflow; every value is text, `""` for what is not known. */
export interface ActionOutputs {
  readonly enrichment_status: WorkflowStatus;
  readonly score: string;
  readonly deal_stage: string;
  readonly company_number: string;
  readonly signals_count: string;
  readonly fields_updated: string;
  /** What happened, in one or two sentences; on failure why, and what to do. */
  readonly message: string;
  /** HubSpot: `SUCCESS` goes on, `FAIL_CONTINUE` marks the step as failed and goes on. */
  readonly hs_execution_state: 'SUCCESS' | 'FAIL_CONTINUE';
}

const STATUSES = {
  completed: 'ENRICHED',
  needs_review: 'NEEDS_REVIEW',
  no_match: 'NO_MATCH',
  insufficient_data: 'INSUFFICIENT_DATA',
  failed: 'FAILED',
} as const;

/** The outputs of a run that has ended; undefined while it runs. */
export function outputsOfRun(enrichment: Enrichment): ActionOutputs | undefined {
  const { status, score, match, dealStage, signals, changes } = enrichment;
  if (status === 'running') return undefined;
  return {
    enrichment_status: STATUSES[status],
    score: score?.total == null ? '' : String(score.total),
    deal_stage: dealStage ?? '',
    company_number: match?.company?.companyNumber ?? '',
    signals_count: String(signals.length),
    fields_updated: String(changes.filter(({ written }) => written).length),
    message: describeRun(enrichment),
    hs_execution_state: status === 'failed' ? 'FAIL_CONTINUE' : 'SUCCESS',
  };
}

/** The outputs of an execution that gives an earlier run's result again and writes nothing itself. */
export function outputsOfRememberedRun(enrichment: Enrichment): ActionOutputs | undefined {
  return outputsOfRun({ ...enrichment, changes: [] });
}

/** The outputs of an execution that could not run. */
export function failedOutputs(message: string): ActionOutputs {
  return {
    enrichment_status: 'FAILED',
    score: '',
    deal_stage: '',
    company_number: '',
    signals_count: '0',
    fields_updated: '0',
    message,
    hs_execution_state: 'FAIL_CONTINUE',
  };
}

function describeRun(enrichment: Enrichment): string {
  const { status, match, score, error, mode } = enrichment;
  const company = match?.company?.name ?? 'The company';
  switch (status) {
    case 'completed': {
      const points = score?.total == null ? 'has no score' : `scores ${score.total} of 100`;
      return `${company} ${points}. ${mode === 'preview' ? 'Nothing was written.' : countWords(enrichment)}`;
    }
    case 'insufficient_data':
      return `${company} was found, but too little is known of it for a score.`;
    case 'needs_review':
      return 'Several companies could be meant. Open the record and choose one in the oppSpot card.';
    case 'no_match':
      return reasonOf(match?.reasons[0], 'No company was found for this record');
    case 'failed':
      return error?.message ?? 'The enrichment failed. Try again.';
    case 'running':
      return 'The record is being enriched.';
  }
}

function reasonOf(reason: string | undefined, otherwise: string): string {
  return reason === undefined ? `${otherwise}.` : `${otherwise}: ${reason}.`;
}

function countWords({ changes }: Enrichment): string {
  const written = changes.filter((change) => change.written).length;
  if (written === 0) return 'All values were up to date.';
  return written === 1 ? '1 field was updated.' : `${written} fields were updated.`;
}
