import type { AutomationOutcome } from '../enrichment/enrichment.ts';

/** What automation did, as one line of the log; null when it made nothing. */
export function describeAutomation({ task, deal, owner }: AutomationOutcome): string | null {
  const said = [
    ...(task?.created ? [`created task ${task.id}`] : []),
    ...(deal?.created ? [`created deal ${deal.id}`] : []),
    ...(owner?.created ? [`assigned owner ${owner.id}`] : []),
  ];
  return said.length === 0 ? null : said.join(', ');
}
