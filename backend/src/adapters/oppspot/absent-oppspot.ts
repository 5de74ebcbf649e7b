import type { CompanySource } from '../../ports/company-source.ts';

/** Stands in the place of the oppSpot API where no key or address is set: says so in every result, and asks nobody. */
export const absentOppspot: CompanySource = {
  name: 'oppspot',
  collect: async () => ({
    facts: {},
    events: [],
    evidence: [],
    isCached: false,
    declined: 'skipped',
    note: 'not set up here: OPPSPOT_API_URL and OPPSPOT_API_KEY are needed',
  }),
};
