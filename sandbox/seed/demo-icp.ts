/**
 * The ideal customer of the demo portal: digital and professional firms, best in one of six cities, no gambling.
 *
 * Industry and place are what even a reduced register file tells.
 */
export const DEMO_ICP = {
  criteria: [
    { field: 'industry' as const, rule: 'must' as const, values: ['J', 'M'] },
    {
      field: 'place' as const,
      rule: 'should' as const,
      values: ['London', 'Manchester', 'Leeds', 'Bristol', 'Edinburgh', 'Birmingham'],
    },
    { field: 'industry' as const, rule: 'must_not' as const, values: ['92'] },
  ],
};

/**
 * The demo portal's weights. With fit at 0.35 a company of which only industry and place are known reaches the floor
 * of 0.35; with the default 0.30 no row of a reduced register file could ever be scored. Contact weighs more than by
 * default, so that a company we never spoke to stays below the coverage of a hot lead.
 */
export const DEMO_WEIGHTS = { financial: 0.2, growth: 0.25, engagement: 0.2, fit: 0.35 };
