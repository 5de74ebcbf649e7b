import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedCluster } from '../backend/src/adapters/postgres/embedded-cluster.ts';
import { makeEnrichmentStore } from '../backend/src/adapters/postgres/enrichment-store.ts';
import { makeDatabase } from '../backend/src/adapters/postgres/make-database.ts';
import { migrate } from '../backend/src/adapters/postgres/migrate.ts';
import { newEnrichment } from '../backend/src/domain/enrichment/new-enrichment.ts';
import { defaultPortalSettings } from '../backend/src/domain/portal/default-settings.ts';

// `npx tsx scripts/measure-database.ts`: milliseconds per store call of a card run, 20 runs at once and one alone.
const AT_ONCE = 20;
const ROUNDS = 60;
const dataDir = mkdtempSync(join(tmpdir(), 'smartsync-measure-'));
const cluster = await startEmbeddedCluster({ dataDir });
await migrate({ databaseUrl: cluster.databaseUrl, folder: 'prisma/migrations' });
const database = makeDatabase({ url: cluster.databaseUrl });
const store = makeEnrichmentStore({ database, defaults: defaultPortalSettings, recoveryTask: 'resume_enrichments' });
const organizationId = randomUUID();
const timings = new Map<string, number[]>();

async function timed<T>(name: string, work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  const result = await work();
  timings.set(name, [...(timings.get(name) ?? []), performance.now() - start]);
  return result;
}

async function runCard(label: string, objectId: string): Promise<void> {
  const enrichmentId = randomUUID();
  const request = {
    objectType: 'companies',
    objectId,
    mode: 'apply',
    refresh: false,
    companyId: null,
    requestedBy: { kind: 'card', userId: 1 },
  } as const;
  const lease = { leaseOwner: 'measure', leaseSeconds: 30 };
  await timed(`${label} beginRun`, () =>
    store.beginRun({ organizationId, enrichmentId, idempotencyKey: enrichmentId, request, ...lease }),
  );
  await timed(`${label} readRunContext`, () => store.readRunContext(organizationId, enrichmentId));
  const running = newEnrichment({ ...request, id: enrichmentId, createdAt: new Date().toISOString() });
  const enrichment = { ...running, status: 'completed', completedAt: new Date().toISOString(), durationMs: 5 } as const;
  await timed(`${label} finishRun`, () => store.finishRun({ organizationId, enrichment, memory: undefined }));
}

for (let round = 0; round < ROUNDS; round += 1) {
  const label = round < 5 ? 'warm-up' : `${AT_ONCE} at once:`;
  await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => runCard(label, `${round}-${index}`)));
}
for (let index = 0; index < 300; index += 1) await runCard('alone:', `alone-${index}`);

for (const [name, all] of timings) {
  const sorted = all.toSorted((a, b) => a - b);
  const at = (share: number) => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(2);
  process.stdout.write(`${name.padEnd(32)} n=${sorted.length} p50 ${at(0.5)} ms  p95 ${at(0.95)} ms\n`);
}
await database.close();
await cluster.stop();
rmSync(dataDir, { recursive: true, force: true });
