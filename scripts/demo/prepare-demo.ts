import { writeFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { z } from 'zod';
import { startEmbeddedCluster } from '../../backend/src/adapters/postgres/embedded-cluster.ts';
import { importBulkFile } from '../../backend/src/adapters/register/import-bulk-file.ts';
import { settingsSchema } from '../../hubspot-project/contract/index.ts';
import { DEMO_WEIGHTS } from '../../sandbox/seed/demo-icp.ts';
import { makeDemoRegister } from '../../sandbox/seed/demo-register.ts';
import type { DemoProcesses } from './demo-processes.ts';

const answerSchema = z.object({ settings: settingsSchema });

/** Fills the register with the demo's companies by the product's own importer, and sets the portal's ideal customer. */
export async function prepareDemo(
  demo: DemoProcesses,
  input: {
    readonly portalId: number;
    readonly adminUserId: number;
    readonly icp: z.input<typeof settingsSchema>['icp'];
  },
): Promise<void> {
  await Promise.all([importDemoRegister(demo), saveIcp(demo, input)]);
}

/** Three monthly snapshots, oldest first, so that what changed between them is known as it would be in daily use. */
export async function importDemoRegister(demo: Pick<DemoProcesses, 'environment'>): Promise<void> {
  const dataDir = demo.environment.DATA_DIR ?? '';
  const cluster = await startEmbeddedCluster({ dataDir });
  const client = new pg.Client({ connectionString: cluster.databaseUrl, application_name: 'smartsync-demo' });
  const listener = { onStart: ignore, onIndex: ignore, onRows: ignore, onReject: refuse };
  try {
    await client.connect();
    for (const { snapshotOn, csv } of makeDemoRegister(new Date())) {
      const file = path.join(dataDir, `demo-register-${snapshotOn}.csv`);
      writeFileSync(file, csv);
      await importBulkFile(client, { path: file, isComplete: false, snapshotOn }, listener);
    }
  } finally {
    await client.end();
    await cluster.stop(); // the backend goes on using it
  }
}

function ignore(): void {}

function refuse({ line, reason }: { readonly line: number; readonly reason: string }): void {
  throw new Error(`the demo's register is wrong in line ${line}: ${reason}`);
}

async function saveIcp(
  demo: DemoProcesses,
  { portalId, adminUserId, icp }: Parameters<typeof prepareDemo>[1],
): Promise<void> {
  const url = `${demo.publicUrl}/api/hubspot/settings`;
  const caller = { portalId, userId: adminUserId, url };
  const current = await demo.sandbox.fetchAsUser({ ...caller, method: 'GET' });
  const { settings } = answerSchema.parse(current.body);
  const body = { ...settings, icp, scoring: { ...settings.scoring, weights: DEMO_WEIGHTS } };
  const saved = await demo.sandbox.fetchAsUser({ ...caller, method: 'PUT', body });
  if (saved.status !== 200) throw new Error(`the demo's settings were refused: ${JSON.stringify(saved.body)}`);
}
