/** How many rows of each kind were erased. */
export interface Erased {
  readonly runs: number;
  readonly logs: number;
  readonly summaries: number;
}

/**
 * Erases what is older than it may be. Contract: repeating is harmless; runs that go on, and what is remembered of
 * records (their match, our last values), are never erased.
 */
export interface RetentionStore {
  listOrganizations(): Promise<readonly string[]>;
  /** Runs with their results, logs, changes of settings, texts, feedback and counts of an organisation. */
  eraseOlderThan(organizationId: string, days: number): Promise<Erased>;
  /** Answers of public sources, which belong to no organisation. */
  eraseSourceAnswers(days: number): Promise<number>;
}
