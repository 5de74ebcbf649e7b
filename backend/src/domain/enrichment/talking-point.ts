/** One thing a rep can say aloud, and what it rests on. */
export interface TalkingPoint {
  readonly text: string;
  readonly evidence: readonly string[];
}
