import type { DealStage } from '../scoring/score.ts';

/** Our five words for how far a lead is, the least first. */
export const STAGE_WORDS: readonly DealStage[] = ['prospect', 'lead', 'contacted', 'engaged', 'qualified'];

/** A stage of a deal pipeline. */
export interface PipelineStage {
  readonly id: string;
  /** 0–1; null when HubSpot gives none. */
  readonly probability: number | null;
}

/** A deal that nobody has talked about must not look more likely than not in a forecast. */
const HIGHEST_PROBABILITY = 0.5;

/**
 * Proposes which stage of a pipeline each of our words means: open stages that are no more likely than not, in order of
 * probability and then of the pipeline, the five words spread evenly over them.
 *
 * @returns {} for a pipeline without an open stage; the first open stage for all words when every one is likelier
 */
export function proposeStages(stages: readonly PipelineStage[]): Readonly<Partial<Record<DealStage, string>>> {
  const open = stages.filter(({ probability }) => probability !== 0 && probability !== 1).sort(byProbability);
  const early = open.filter(({ probability }) => (probability ?? 0) <= HIGHEST_PROBABILITY);
  const usable = early.length > 0 ? early : open.slice(0, 1);
  return Object.fromEntries(
    STAGE_WORDS.flatMap((word, index) => {
      const stage = usable[Math.floor((index * usable.length) / STAGE_WORDS.length)];
      return stage === undefined ? [] : [[word, stage.id]];
    }),
  );
}

function byProbability(a: PipelineStage, b: PipelineStage): number {
  return a.probability === null || b.probability === null ? 0 : a.probability - b.probability;
}
