/** One sentence of the model with the ids of the evidence it cites. */
export interface ModelSentence {
  readonly text: string;
  readonly evidence: readonly string[];
}

/** What a model answered about a company, not yet validated. */
export interface ModelDraft {
  readonly sentences: readonly ModelSentence[];
  /** `id` names an action of the request: `a1` is the first. */
  readonly actions: readonly (ModelSentence & { readonly id: string })[];
  readonly talkingPoints: readonly ModelSentence[];
}
