import type { GoldenPair, Variant } from './golden-pair.ts';
import { type GoldenCompany, makeGoldenRegister } from './golden-register.ts';
import { GROUP_VARIANTS } from './group-variants.ts';
import { NAMESAKE_VARIANTS } from './namesake-variants.ts';
import { PLACE_VARIANTS } from './place-variants.ts';
import { SPELLING_VARIANTS } from './spelling-variants.ts';

/** Every way in which the set makes records differ from the register. */
export const VARIANTS: readonly Variant[] = [
  ...SPELLING_VARIANTS,
  ...PLACE_VARIANTS,
  ...NAMESAKE_VARIANTS,
  ...GROUP_VARIANTS,
];

/** A register and records with the truth about each. */
export interface GoldenSet {
  readonly companies: readonly GoldenCompany[];
  readonly pairs: readonly GoldenPair[];
}

/**
 * Makes the labelled pairs for matching, and the register that they are about.
 *
 * The truth of a pair is known because the pair was built so. The same seed makes the same set.
 *
 * @param input.bystanders companies that no record means, so that the register is more than the answers
 */
export function makeGoldenSet(input: {
  readonly seed: number;
  readonly pairsPerVariant: number;
  readonly bystanders: number;
}): GoldenSet {
  const register = makeGoldenRegister(input.seed);
  for (let count = 0; count < input.bystanders; count += 1) register.add();
  const pairs = VARIANTS.flatMap((variant) =>
    Array.from({ length: input.pairsPerVariant }, () => ({ variant: variant.name, ...variant.make(register) })),
  );
  return { companies: register.companies, pairs };
}
