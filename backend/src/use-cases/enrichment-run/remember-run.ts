import type { Enrichment, PropertyChange, UndoStep } from '../../domain/enrichment/enrichment.ts';
import type { RecordMemory } from '../../ports/enrichment-store.ts';
import type { RunState, Subject } from './run-state.ts';

/**
 * What to remember of a record after a run: whose choice the match is, what the record said about its company, and the
 * last value that we wrote per property (that is how a person's later edit is told from our own value).
 *
 * @param subject undefined when an earlier preview is applied: what the record said then is not known any more
 */
export function rememberRun(
  run: Pick<RunState, 'context' | 'startedAt'>,
  subject: Pick<Subject, 'identity' | 'identityCompanyId' | 'identityReadAt'> | undefined,
  result: Enrichment,
): RecordMemory {
  const before = run.context.memory;
  const company = result.match?.company ?? null;
  const written = result.changes
    .filter((change) => change.written)
    .map(({ property, after }) => [property, after ?? ''] as const);
  const writtenNames = new Set(written.map(([property]) => property));
  const restored = Object.entries(before?.restored ?? {}).filter(([property]) => !writtenNames.has(property));
  const rejected = (before?.rejectedCompanyNumbers ?? []).filter((number) => number !== company?.companyNumber);
  const isPersonsChoice = run.context.request.companyId !== null || before?.acceptedBy === 'person';
  return {
    companyNumber: company?.companyNumber ?? null,
    matchConfidence: company === null ? null : (result.match?.confidence ?? null),
    matchReasons: result.match?.reasons ?? [],
    acceptedBy: company === null ? null : isPersonsChoice ? 'person' : 'auto',
    identity: (subject ?? before)?.identity ?? null,
    identityCompanyId: (subject ?? before)?.identityCompanyId ?? null,
    identityReadAt: (subject ?? before)?.identityReadAt ?? null,
    written: { ...before?.written, ...Object.fromEntries(written) },
    ...(restored.length > 0 ? { restored: Object.fromEntries(restored) } : {}),
    ...(rejected.length > 0 ? { rejectedCompanyNumbers: rejected } : {}),
    inputHash: result.score?.inputHash ?? null,
    lastEnrichedAt: written.length > 0 ? run.startedAt : (before?.lastEnrichedAt ?? null),
  };
}

/**
 * What to remember after an undo: a value that came back is ours only if it was ours before, and what was emptied was
 * never written, so that the next run writes as if for the first time.
 */
export function memoryAfterUndo(
  memory: RecordMemory,
  undone: readonly UndoStep[],
  outcome: readonly PropertyChange[],
): RecordMemory {
  const written = new Map(Object.entries(memory.written));
  const restored = new Map(Object.entries(memory.restored ?? {}));
  for (const { property, after } of outcome.filter((change) => change.written)) {
    const isOthers = undone.some((step) => step.property === property && step.replaces !== undefined);
    if (isOthers) restored.set(property, after ?? '');
    if (isOthers || !after) written.delete(property);
    else written.set(property, after);
  }
  return {
    ...memory,
    written: Object.fromEntries(written),
    ...(restored.size > 0 ? { restored: Object.fromEntries(restored) } : {}),
  };
}
