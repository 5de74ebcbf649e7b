import type { Deed, FinishedEnrichment } from '../enrichment-state.ts';
import { countWords } from './count-words.ts';
import { BAND_LABELS } from './labels.ts';

/** What HubSpot's alert bar says when a run has ended. */
export interface Announcement {
  readonly type: 'success' | 'info' | 'warning' | 'danger';
  readonly title: string;
  readonly message: string;
}

/** Words what a click has come to for the alert bar. */
export function announce(enrichment: FinishedEnrichment, deed: Deed): Announcement {
  const hasCompany = enrichment.match?.company !== null && enrichment.match !== null;
  if (deed === 'preview' && hasCompany) return previewed(enrichment);
  if (deed === 'apply') return amended(enrichment, 'Preview applied', 'written');
  if (deed === 'undo') return amended(enrichment, 'Enrichment undone', 'restored');
  if (deed === 'forget' && !hasCompany) {
    const message = 'oppSpot’s values were cleared. Choose the right company in the oppSpot card.';
    return { type: 'success', title: 'Company forgotten', message };
  }
  return ended(enrichment);
}

function previewed({ changes }: FinishedEnrichment): Announcement {
  const count = changes.filter(({ decision }) => decision === 'write').length;
  const message = count === 0 ? 'Nothing would change.' : 'Nothing is written yet. Choose what to apply.';
  return { type: 'info', title: 'Preview ready', message };
}

function amended({ changes }: FinishedEnrichment, title: string, verb: string): Announcement {
  const kept = changes.filter(({ decision }) => decision === 'keep').length;
  const done = `${countWords(changes.filter(({ written }) => written).length, 'value')} ${verb}`;
  return { type: 'success', title, message: kept === 0 ? `${done}.` : `${done}, ${kept} kept.` };
}

function ended(enrichment: FinishedEnrichment): Announcement {
  switch (enrichment.status) {
    case 'completed':
      return {
        type: 'success',
        title: 'Enriched with oppSpot',
        message: `${scoreSentence(enrichment)}${writtenSentence(enrichment)}`,
      };
    case 'insufficient_data':
      return {
        type: 'info',
        title: 'Company found, too little known for a score',
        message: writtenSentence(enrichment),
      };
    case 'needs_review':
      return { type: 'info', title: 'Which company is it?', message: 'Choose one in the oppSpot card.' };
    case 'no_match':
      return { type: 'warning', title: 'No company found', message: 'The oppSpot card says what would help.' };
    case 'failed':
      return { type: 'danger', title: 'Not enriched', message: 'Nothing was changed. The oppSpot card says why.' };
  }
}

function scoreSentence({ score }: FinishedEnrichment): string {
  if (!score || score.total === null) return '';
  return score.band === null
    ? `Score ${score.total}. `
    : `Score ${score.total}, ${BAND_LABELS[score.band].toLowerCase()}. `;
}

function writtenSentence({ changes }: FinishedEnrichment): string {
  const written = changes.filter((change) => change.written).length;
  if (written === 0) return 'The record was up to date already.';
  return written === 1 ? '1 property updated.' : `${written} properties updated.`;
}
