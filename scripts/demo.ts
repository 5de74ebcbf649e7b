import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DEMO_ICP } from '../sandbox/seed/demo-icp.ts';
import { findFreePort, requirePort } from './demo/choose-port.ts';
import { clearDemoData, DEMO_DATA_DIR } from './demo/demo-data.ts';
import { type DemoPlace, type DemoProcesses, startDemoProcesses } from './demo/demo-processes.ts';
import { enrichAll } from './demo/enrich-all.ts';
import { installApp } from './demo/install-app.ts';
import { prepareDemo } from './demo/prepare-demo.ts';
import { formatSummary, formatTable } from './demo/print-result.ts';
import { watchExtensions } from './demo/watch-extensions.ts';
import { writeApiAccess } from './demo/write-api-access.ts';

/** `npm run demo`: the whole product offline. `--once` enriches every record, prints a table and ends; `--watch` restarts on change. */
const args = new Set(process.argv.slice(2));
const once = args.has('--once');

try {
  process.exitCode = once ? await runOnce() : await runUntilStopped();
} catch (error) {
  console.error(`demo: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}

async function runUntilStopped(): Promise<number> {
  const place: DemoPlace = {
    sandboxPort: await requirePort('SANDBOX_PORT', process.env.SANDBOX_PORT, 4000),
    backendPort: await requirePort('PORT', process.env.PORT, 3000),
    dataDir: DEMO_DATA_DIR,
    watch: args.has('--watch'),
  };
  await clearDemoData();
  console.log('starting Postgres, the local HubSpot and the backend …');
  const demo = await startDemoProcesses(place);
  if (place.watch) watchExtensions();
  const stopped = stopOnSignal(demo);
  const { portalId, firstRecordPath } = await prepare(demo);
  await demo.sandbox.setLatency({ readMs: 90, writeMs: 130, searchMs: 200, tokenMs: 150 });
  console.log(
    `logs: ${path.relative(process.cwd(), place.dataDir)}/backend.log, sandbox.log · portal ${portalId} · Ctrl-C stops all of it`,
  );
  console.log(`dashboard: ${demo.backendOrigin}/dashboard · sign in with “Continue with HubSpot”, then “Connect app”`);
  await offerApi(demo, place.dataDir);
  console.log(`demo ready: ${demo.sandboxOrigin}/#${firstRecordPath}`);
  return stopped;
}

/** Without a secret of the caller the integration API is off, as it is in production. */
async function offerApi({ backendOrigin }: DemoProcesses, dataDir: string): Promise<void> {
  const secret = (process.env.API_JWT_SECRET || process.env.SUPABASE_JWT_SECRET)?.trim();
  if (!secret) return;
  const file = path.join(dataDir, 'integration-api.env');
  await writeApiAccess(file, { secret, backendOrigin });
  console.log(
    `integration API: address and tokens are in ${path.relative(process.cwd(), file)}; see docs/integration-api.md`,
  );
}

/** Ends with the first signal, or when a process of the demo dies. */
function stopOnSignal(demo: DemoProcesses): Promise<number> {
  return new Promise((resolve) => {
    let isStopping = false;
    const finish = (code: number) => {
      isStopping = true;
      void demo.stop().then(() => resolve(code));
    };
    process.once('SIGINT', () => finish(0));
    process.once('SIGTERM', () => finish(0));
    for (const { name, ended } of demo.processes) {
      void ended.then((code) => {
        if (isStopping) return;
        console.error(`demo: ${name} ended (code ${code}); see its log`);
        finish(1);
      });
    }
  });
}

async function runOnce(): Promise<number> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'smartsync-demo-'));
  const place = { sandboxPort: await findFreePort(), backendPort: await findFreePort(), dataDir, watch: false };
  const demo = await startDemoProcesses(place);
  try {
    const { portalId, adminUserId } = await prepare(demo);
    const rows = await enrichAll(demo.sandbox, {
      portalId,
      userId: adminUserId,
      publicUrl: demo.publicUrl,
      onRow: () => {},
    });
    console.log(formatTable(rows));
    console.log(formatSummary(rows));
    return rows.some(({ enrichment }) => enrichment.status === 'failed') ? 1 : 0;
  } finally {
    await demo.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function prepare(demo: DemoProcesses) {
  const { id: portalId, adminUserId } = await demo.sandbox.readPortal();
  await installApp({ backendOrigin: demo.backendOrigin, portalId, userId: adminUserId });
  await prepareDemo(demo, { portalId, adminUserId, icp: DEMO_ICP });
  const [company] = await demo.sandbox.listRecords(portalId, 'companies');
  return { portalId, adminUserId, firstRecordPath: `/portals/${portalId}/companies/${company?.id ?? ''}` };
}
