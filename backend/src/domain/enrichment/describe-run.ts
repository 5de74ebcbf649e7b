import { describeAutomation } from '../automation/describe-automation.ts';
import type { Enrichment } from './enrichment.ts';

/**
 * What a run did beside writing values, as one line of the log, or why it failed; null when there is nothing to add.
 *
 * A preview looks like any other run in the log, so the line says that it wrote nothing.
 */
export function describeRun({
  mode,
  error,
  automation,
}: Pick<Enrichment, 'mode' | 'error' | 'automation'>): string | null {
  if (error !== null) return error.message;
  return mode === 'preview' ? 'as a preview: nothing was written' : describeAutomation(automation);
}
