import type { Evidence } from '../evidence/evidence.ts';
import { problemsOfSentence, sentencesIn } from './check-sentence.ts';
import { checkModelSentences } from './check-summary.ts';
import { claimsIn } from './claims-in-text.ts';
import type { ActionWording, CompanyTexts } from './company-texts.ts';
import type { ModelDraft, ModelSentence } from './model-draft.ts';
import type { TalkingPoint } from './talking-point.ts';
import { shareKept } from './words-in-text.ts';

/** What the model was given, against which its answer is held. */
export interface DraftBasis {
  readonly companyName: string;
  /** As screened: what the model did not get it cannot cite. */
  readonly evidence: readonly Evidence[];
  /** Our words; `a1` is the first. */
  readonly actions: readonly string[];
  readonly icpWords: readonly string[];
}

/** Whether a model's answer may be used. */
export type CheckedDraft =
  | { readonly kind: 'accepted'; readonly texts: CompanyTexts }
  | { readonly kind: 'refused'; readonly problems: readonly string[] };

const MAX_TALKING_POINTS = 4;
const MAX_POINT_LENGTH = 240;
const MAX_ACTION_LENGTH = 160;
/** A wording keeps at least so much of the action's meaningful words; the rest is what it adds of the company. */
const MIN_SHARE_KEPT = 0.66;
const TURNS_ROUND = /\b(?:not|never|no|don['’]t|do not|avoid|stop|instead|unless|without|cancel|skip|refuse)\b/i;

/**
 * Judges a model's answer part by part.
 *
 * Only the summary decides over the whole: without it the answer is refused and asked for again. A bad wording of an
 * action or a bad talking point is dropped alone, for our words of the action are good and a talking point is extra: a
 * second call would cost more than it gives.
 */
export function checkDraft(draft: ModelDraft, basis: DraftBasis): CheckedDraft {
  const summary = checkModelSentences(draft.sentences, basis.evidence, basis.icpWords);
  if (summary.kind === 'refused') return summary;
  return {
    kind: 'accepted',
    texts: {
      summary: { text: summary.text, source: 'ai', evidence: summary.evidence },
      actions: acceptedWordings(draft.actions, basis),
      talkingPoints: acceptedPoints(draft.talkingPoints, basis),
    },
  };
}

/** The first good wording of each action counts; one for an action that we did not give is none. */
function acceptedWordings(wordings: ModelDraft['actions'], basis: DraftBasis): readonly ActionWording[] {
  return basis.actions.flatMap((action, index) => {
    const good = wordings.find((wording) => wording.id === `a${index + 1}` && isSameAction(wording, action, basis));
    return good ? [{ action, text: good.text.trim() }] : [];
  });
}

/** The same deed with the same numbers, in one line: it may say more of the company, never less, other or the opposite. */
function isSameAction(wording: ModelSentence, action: string, basis: DraftBasis): boolean {
  const text = wording.text.trim();
  const numbers = claimsIn(text).numbers;
  return (
    text.length <= MAX_ACTION_LENGTH &&
    sentencesIn(text).length === 1 &&
    !TURNS_ROUND.test(text) &&
    claimsIn(action).numbers.every((number) => numbers.includes(number)) &&
    shareKept(action, text) >= MIN_SHARE_KEPT &&
    problemsOfSentence(wording, support(basis, [action], true)).length === 0
  );
}

function acceptedPoints(points: readonly ModelSentence[], basis: DraftBasis): readonly TalkingPoint[] {
  const good = points.filter(
    (point) =>
      point.text.length <= MAX_POINT_LENGTH &&
      sentencesIn(point.text).every(
        (text) => problemsOfSentence({ ...point, text }, support(basis, [], true)).length === 0,
      ),
  );
  const texts = new Map(good.map((point) => [point.text.trim(), point.evidence]));
  return [...texts]
    .slice(0, MAX_TALKING_POINTS)
    .map(([text, evidence]) => ({ text, evidence: [...new Set(evidence)] }));
}

function support(basis: DraftBasis, own: readonly string[], mayAddress: boolean) {
  const byId = new Map(basis.evidence.map((item) => [item.id, item]));
  return { byId, words: [...own, basis.companyName, ...basis.icpWords], mayAddress };
}
