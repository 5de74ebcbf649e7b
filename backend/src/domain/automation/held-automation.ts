import type { PortalSettings } from '../portal/settings.ts';
import type { Score } from '../scoring/score.ts';

/** Gates with this cap or a lower one stop tasks and deals; the strike-off gate stops deals (docs/scoring.md). */
const NO_TASK_CAP = 10;
const NO_DEAL_CAP = 25;

/** Says for task, deal and owner why nothing is created, one line each; a switch that is off is the usual reason. */
export function decideHeldAutomation(automation: PortalSettings['automation'], score: Score): readonly string[] {
  return [
    `task: ${taskReason(automation, score)}`,
    `deal: ${dealReason(automation, score)}`,
    `owner: ${automation.owner.enabled ? NOT_AVAILABLE : SWITCHED_OFF}`,
  ];
}

const SWITCHED_OFF = 'switched off in settings';
const NOT_AVAILABLE = 'not available in this version';

function taskReason({ task, minCoverage }: PortalSettings['automation'], score: Score): string {
  if (!task.enabled) return SWITCHED_OFF;
  return scoreReason(score, task.minScore, minCoverage, NO_TASK_CAP) ?? NOT_AVAILABLE;
}

function dealReason({ deal, minCoverage }: PortalSettings['automation'], score: Score): string {
  if (!deal.enabled) return SWITCHED_OFF;
  return scoreReason(score, deal.minScore, minCoverage, NO_DEAL_CAP) ?? NOT_AVAILABLE;
}

function scoreReason(score: Score, minScore: number, minCoverage: number, gateCap: number): string | undefined {
  if (score.total === null) return 'the score is unknown';
  if (score.coverage < minCoverage) return 'coverage below floor';
  const gate = score.gates.find(({ cap }) => cap <= gateCap);
  if (gate) return `held by the gate "${gate.name}"`;
  return score.total < minScore ? `score below ${minScore}` : undefined;
}
