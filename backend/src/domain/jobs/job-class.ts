/** Whose work a job is. A person waits for a card; nobody waits for a bulk run. */
export type JobClass = 'card' | 'workflow' | 'webhook' | 'schedule' | 'bulk';

/** Order of the classes in the queue: the smaller number goes first. */
export const JOB_PRIORITIES: Readonly<Record<JobClass, number>> = {
  card: 0,
  workflow: 10,
  webhook: 20,
  schedule: 30,
  bulk: 40,
};

const CLASSES = ['card', 'workflow', 'webhook', 'schedule', 'bulk'] as const satisfies readonly JobClass[];

/** The class of a job by its place in the queue; one between two classes counts to the later. */
export function jobClassOfPriority(priority: number): JobClass {
  return CLASSES.find((name) => JOB_PRIORITIES[name] >= priority) ?? 'bulk';
}

/** True for jobs that no person waits for: those of schedules and bulk runs. */
export function isBackgroundPriority(priority: number): boolean {
  return priority >= JOB_PRIORITIES.schedule;
}
