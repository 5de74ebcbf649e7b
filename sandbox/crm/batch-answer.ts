import type { ApiReply } from '../http/api-route.ts';
import { HubSpotError, validationError } from '../http/hubspot-error.ts';
import { OBJECT_TYPES, type ObjectTypeId } from '../state/object-types.ts';
import type { SandboxState } from '../state/sandbox-state.ts';

/** What a batch answers: results, and for a partial success the errors beside them (207). */
export interface BatchError {
  readonly status: 'error';
  readonly category: string;
  readonly message: string;
  readonly context: Readonly<Record<string, readonly string[]>>;
  readonly errors: readonly unknown[];
  readonly links: Readonly<Record<string, string>>;
}

// HubSpot: a batch holds 100 records, 50 when histories are asked for.
export const MAX_BATCH = 100;
export const MAX_BATCH_WITH_HISTORY = 50;

/** Refuses a batch with more inputs than HubSpot takes. */
export function checkBatchSize(inputs: readonly unknown[], max: number, subject = 'objects'): void {
  if (inputs.length <= max) return;
  throw validationError(
    `The maximum number of inputs supported in a batch request for ${subject} is ${max}. Received ${inputs.length}.`,
  );
}

/** Refuses the same record twice in one batch. */
export function checkNoRepeats(ids: readonly string[]): void {
  const repeated = ids.filter((id, index) => ids.indexOf(id) !== index);
  if (repeated.length === 0) return;
  throw validationError(`Duplicate IDs found in batch input: [${repeated.join(', ')}]. IDs must be unique`);
}

export function answerBatch(
  state: SandboxState,
  outcome: { results: readonly unknown[]; errors?: readonly BatchError[]; status?: number },
): ApiReply {
  const now = new Date(state.clock.nowMs()).toISOString();
  const body = { status: 'COMPLETE', results: outcome.results, startedAt: now, completedAt: now };
  const errors = outcome.errors ?? [];
  return errors.length === 0
    ? { status: outcome.status ?? 200, body }
    : { status: 207, body: { ...body, numErrors: errors.length, errors } };
}

/** The line for ids that are not there. */
export function describeMissing(typeId: ObjectTypeId, ids: readonly string[]): BatchError[] {
  if (ids.length === 0) return [];
  const subject = OBJECT_TYPES[typeId].singular.toUpperCase();
  return [
    {
      status: 'error',
      category: 'OBJECT_NOT_FOUND',
      message: `Could not get some ${subject} objects, they may be deleted or not exist. Check that ids are valid.`,
      context: { ids },
      errors: [],
      links: {},
    },
  ];
}

/**
 * Carries out inputs one by one. When every input has its own `objectWriteTraceId` the bad ones are reported beside
 * the good (207); otherwise `check` has to refuse the whole batch before anything is written.
 */
export function runInputs<Input extends { readonly objectWriteTraceId?: string | undefined }, Checked, Result>(
  inputs: readonly Input[],
  steps: { check: (input: Input) => Checked; run: (input: Input, checked: Checked) => Result },
): { results: Result[]; errors: BatchError[] } {
  const traceIds = new Set(inputs.map((input) => input.objectWriteTraceId));
  const mayBePartial = traceIds.size === inputs.length && !traceIds.has(undefined);
  if (!mayBePartial) {
    for (const input of inputs) steps.check(input);
    // Once more, for what was just written for the inputs before it.
    return { results: inputs.map((input) => steps.run(input, steps.check(input))), errors: [] };
  }
  const results: Result[] = [];
  const errors: BatchError[] = [];
  for (const input of inputs) {
    try {
      results.push(steps.run(input, steps.check(input)));
    } catch (error) {
      if (!(error instanceof HubSpotError)) throw error;
      errors.push({
        status: 'error',
        category: error.category,
        message: error.message,
        context: { objectWriteTraceId: [input.objectWriteTraceId ?? ''] },
        errors: error.extras.errors ?? [],
        links: {},
      });
    }
  }
  return { results, errors };
}
