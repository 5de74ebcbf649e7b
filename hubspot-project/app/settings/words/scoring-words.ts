import type { SettingsWire } from '../../../contract/settings.ts';

type Weights = SettingsWire['scoring']['weights'];

/** The four parts of a score, in their order. */
export const WEIGHT_NAMES = ['financial', 'growth', 'engagement', 'fit'] as const satisfies readonly (keyof Weights)[];

/** Their names, as the card has them. */
export const WEIGHT_LABELS = {
  financial: 'Financial strength',
  growth: 'Growth',
  engagement: 'Engagement with you',
  fit: 'Fit with your ideal customer',
} satisfies Record<keyof Weights, string>;

/** Sum in percent, with at most two decimals, so that 0.1 + 0.2 + 0.3 + 0.4 is 100. */
export const sumOfWeights = (weights: Weights): number =>
  Math.round(WEIGHT_NAMES.reduce((sum, name) => sum + weights[name], 0) * 10_000) / 100;
