import type { PortalSettings } from '../portal/settings.ts';
import { forbidsDeal, forbidsTask } from '../scoring/gates.ts';
import type { Score } from '../scoring/score.ts';

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
  return scoreReason(score, task.minScore, minCoverage, forbidsTask) ?? NOT_AVAILABLE;
}

function dealReason({ deal, minCoverage }: PortalSettings['automation'], score: Score): string {
  if (!deal.enabled) return SWITCHED_OFF;
  return scoreReason(score, deal.minScore, minCoverage, forbidsDeal) ?? NOT_AVAILABLE;
}

function scoreReason(
  score: Score,
  minScore: number,
  minCoverage: number,
  forbids: (gates: Score['gates']) => boolean,
): string | undefined {
  if (score.total === null) return 'the score is unknown';
  if (score.coverage < minCoverage) return 'coverage below floor';
  if (forbids(score.gates)) return `held by the gate "${score.gates[0]?.name ?? 'unknown'}"`;
  return score.total < minScore ? `score below ${minScore}` : undefined;
}
