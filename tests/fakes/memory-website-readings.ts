import type { WebsiteReading } from '../../backend/src/domain/evidence/website-change.ts';
import type { WebsiteReadings } from '../../backend/src/ports/website-readings.ts';

/** Readings in memory; passes the battery of the port. */
export function makeMemoryWebsiteReadings(): WebsiteReadings {
  const kept = new Map<string, { readonly reading: WebsiteReading; readonly visitedAt: string }>();
  return {
    read: async (domain) => kept.get(domain)?.reading,
    async save(domain, reading, visitedAt) {
      if ((kept.get(domain)?.visitedAt ?? '') <= visitedAt) kept.set(domain, { reading, visitedAt });
    },
  };
}
