import type { NextAction } from '../scoring/score.ts';
import type { Summary } from './enrichment.ts';
import type { TalkingPoint } from './talking-point.ts';

/** A model's words for one of our actions. */
export interface ActionWording {
  /** The action in our words, as `listPossibleActions` gives it. */
  readonly action: string;
  readonly text: string;
}

/** What a model wrote about one company and the validator let pass: the same for every record of that company. */
export interface CompanyTexts {
  readonly summary: Summary;
  /** At most one for each action; an action without one keeps our words. */
  readonly actions: readonly ActionWording[];
  readonly talkingPoints: readonly TalkingPoint[];
}

/** The same actions, each in the model's words where it has them: none more, none fewer, reasons and hours untouched. */
export function wordActions(actions: readonly NextAction[], wordings: readonly ActionWording[]): readonly NextAction[] {
  const textOf = new Map(wordings.map(({ action, text }) => [action, text]));
  return actions.map((action) => ({ ...action, text: textOf.get(action.text) ?? action.text }));
}
