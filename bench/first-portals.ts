/**
 * The first portal of each part. They share a database, and each starts the product with keys of its own: a portal of an
 * earlier part could not be installed again.
 */
export const FIRST_PORTALS = {
  enrichment: 8_000_001,
  cost: 8_100_001,
  intake: 8_200_001,
  bulk: 8_300_001,
  sync: 8_400_001,
  manyPortals: 8_500_001,
} as const;
