import type { Answer } from '../../../contract/client.ts';
import { enrichmentSchema } from '../../../contract/enrichment.ts';
import type { EnrichmentAnswer } from '../../../contract/requests.ts';
import { countWords } from '../../../display/names.ts';
import { wordNoAnswer } from '../../../display/Unanswered.tsx';

/** What a person reads after an undo: what came back, and what was kept because somebody edited it since. */
export function announceUndo(answer: Answer<EnrichmentAnswer>) {
  if (answer.kind !== 'ok') {
    const { title, text } = wordNoAnswer(answer);
    return { type: 'danger', title, message: `${text} Nothing was taken back.` } as const;
  }
  const enrichment = enrichmentSchema.safeParse(answer.value.enrichment);
  const changes = enrichment.success ? enrichment.data.changes : [];
  const restored = changes.filter(({ written }) => written).length;
  const kept = changes.filter(({ decision }) => decision === 'keep').length;
  const stays =
    kept === 0
      ? ''
      : ` ${countWords(kept, 'value')} stayed, because somebody edited ${kept === 1 ? 'it' : 'them'} since.`;
  return {
    type: 'success',
    title: 'Taken back',
    message: `${countWords(restored, 'value')} restored.${stays}`,
  } as const;
}
