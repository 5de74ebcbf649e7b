import type { Enrichment } from '../enrichment/enrichment.ts';
import type { PortalSettings } from '../portal/settings.ts';
import { forbidsTask } from '../scoring/gates.ts';
import type { Score } from '../scoring/score.ts';
import { isIcpGate } from '../scoring/score-fit.ts';
import type { AutomationPurpose } from './automation.ts';

/** Below this coverage nothing is automated, whatever the settings say (docs/scoring.md). */
export const LOWEST_AUTOMATION_COVERAGE = 0.5;

/** The reason of everything that an admin has not switched on. */
export const SWITCHED_OFF = 'switched off in settings';

/**
 * Says why a result gives no cause to make a thing, as far as the result itself tells: switch, company, score, coverage,
 * gates, threshold.
 *
 * @returns undefined when nothing holds it back
 */
export function whyHeld(
  purpose: AutomationPurpose,
  automation: PortalSettings['automation'],
  enrichment: Pick<Enrichment, 'objectType' | 'score' | 'nextActions'>,
): string | undefined {
  if (!automation[purpose].enabled) return SWITCHED_OFF;
  const { score } = enrichment;
  if (score === null) return 'no company was accepted';
  if (score.total === null) return 'the score is unknown';
  if (score.coverage < Math.max(LOWEST_AUTOMATION_COVERAGE, automation.minCoverage)) return 'coverage below floor';
  if (forbids[purpose](score.gates)) return heldByGate(score.gates);
  if (purpose === 'owner') return undefined;
  const { minScore } = automation[purpose];
  if (score.total < minScore) return `score below ${minScore}`;
  if (purpose === 'deal' && enrichment.objectType === 'deals') return 'the record is a deal itself';
  if (purpose === 'task' && enrichment.nextActions.length === 0) return 'there is no action to suggest';
  return undefined;
}

/** Whoever gets a company also gets the one that must not be pursued: somebody has to know it. */
const forbids: Readonly<Record<AutomationPurpose, (gates: Score['gates']) => boolean>> = {
  task: forbidsTask,
  deal: (gates) => gates.length > 0,
  owner: () => false,
};

/** The lowest cap stands first; what the profile refuses is no gate of the company. */
function heldByGate([lowest]: Score['gates']): string {
  if (lowest !== undefined && isIcpGate(lowest)) return 'held by the ideal customer profile';
  return `held by the gate "${lowest?.name.replaceAll('_', ' ') ?? 'unknown'}"`;
}
