import { draftTask } from '../../domain/automation/draft-task.ts';
import {
  type AutomateDeps,
  type AutomationStep,
  held,
  keyOf,
  make,
  recordUrlOf,
  type StepOutcome,
  UNKNOWN_ZONE,
  whyHeldAtOnce,
} from './automation-step.ts';
import { makeOnce } from './make-once.ts';

/** Gives the record's owner one task with the first action, due in two business days of the account. */
export async function automateTask(deps: AutomateDeps, step: AutomationStep): Promise<StepOutcome> {
  return makeOnce(deps, step, 'task', async () => {
    const reason = whyHeldAtOnce(step, 'task');
    if (reason !== undefined) return held(reason);
    const { enrichment, ownerId, run } = step;
    const draft = draftTask({
      enrichment,
      key: keyOf(step, 'task'),
      now: deps.clock.now().toISOString(),
      timeZone: run.installation.timeZone ?? UNKNOWN_ZONE,
      ownerId,
      recordUrl: recordUrlOf(step),
    });
    const { hs_task_subject: subject, hs_task_priority: priority, hs_timestamp: dueAt } = draft;
    const owner = ownerId === null ? 'nobody' : `owner ${ownerId}`;
    return make(`"${subject}" for ${owner}, priority ${priority}, due ${dueAt}`, draft);
  });
}
