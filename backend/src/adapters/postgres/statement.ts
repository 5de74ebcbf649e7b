/** A statement with its values. The `name` lets the server keep the plan, and says in its views what runs. */
export interface Statement {
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
}
