import { rmSync } from 'node:fs';
import path from 'node:path';
import { startEmbeddedCluster } from '../../backend/src/adapters/postgres/embedded-cluster.ts';

/** Where the running demo keeps its database, below the folder that all embedded databases live in. */
export const DEMO_DATA_DIR = path.resolve(import.meta.dirname, '../../.data/demo');

/**
 * Empties the demo's data folder: the local HubSpot starts anew each time, so what was remembered of its records
 * would be about records that are gone. A server that a killed demo left behind is stopped first.
 */
export async function clearDemoData(): Promise<void> {
  const cluster = await startEmbeddedCluster({ dataDir: DEMO_DATA_DIR });
  await cluster.stop();
  rmSync(DEMO_DATA_DIR, { recursive: true, force: true });
}
