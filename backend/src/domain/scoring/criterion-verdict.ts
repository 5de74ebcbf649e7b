import type { Known } from '../company/company-facts.ts';

/** Whether a company meets one criterion; undefined when the facts do not tell. */
export interface CriterionVerdict {
  readonly isMet: boolean;
  /** The company's side of it, as a person would say it. */
  readonly value: string;
  readonly fact: Known<unknown>;
}
