import { makeScoredRecords } from '../adapters/postgres/scored-records.ts';
import { makeSourceCache } from '../adapters/postgres/source-cache.ts';
import { type PreviewScoreRulesInput, previewScoreRules } from '../use-cases/preview-score-rules.ts';
import type { Adapters } from './make-adapters.ts';

/** Binds what tells the effect of other scoring rules. */
export function bindScorePreview(adapters: Adapters) {
  const { database, settings, register, clock } = adapters;
  const deps = { settings, register, clock, scored: makeScoredRecords(database), cache: makeSourceCache(database) };
  return (input: PreviewScoreRulesInput) => previewScoreRules(deps, input);
}
