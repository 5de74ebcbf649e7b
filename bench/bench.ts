import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startEmbeddedCluster } from '../backend/src/adapters/postgres/embedded-cluster.ts';
import { measureBulk } from './bulk/measure-bulk.ts';
import { startCpuMeter } from './cpu-meter.ts';
import { enrichmentFigures } from './enrichment-figures.ts';
import { planRecords } from './enrichment-records.ts';
import { startStage } from './enrichment-stage.ts';
import { type Figure, formatFigures } from './figure.ts';
import { measureJobs } from './jobs/measure-jobs.ts';
import { describeMachine, formatMachine, type Machine, readCommit } from './machine.ts';
import { measureCost } from './measure-cost.ts';
import { sampleEnrichments } from './measure-enrichment.ts';
import { importRegister, measureImport } from './measure-import.ts';
import { measureIntake } from './measure-intake.ts';
import { measureRecovery } from './measure-recovery.ts';
import { measureSearch } from './measure-search.ts';
import { measureBackendStart, measureDemoStart } from './measure-start.ts';
import { measureSync } from './measure-sync.ts';
import { ROOT, runToEnd, TSX } from './run-program.ts';
import { type BenchSettings, DEFAULT_SETTINGS, FULL_SETTINGS, LONG_SETTINGS, QUICK_SETTINGS } from './settings.ts';

const ALL_PARTS = ['import', 'search', 'enrichment', 'intake', 'jobs', 'cost', 'bulk', 'recovery', 'sync', 'start'];

/**
 * `npm run bench`: the figures of docs/benchmark.md, about ten minutes. `-- --full` longer, `-- --quick` to try the
 * bench itself, `-- --long` one bulk run of more than five minutes, `-- --only import,search,enrichment,intake,jobs,cost,bulk,recovery,sync,start` parts of it.
 */
const { values: args } = parseArgs({
  options: {
    full: { type: 'boolean' },
    quick: { type: 'boolean' },
    long: { type: 'boolean' },
    only: { type: 'string' },
    'profile-backend': { type: 'string' },
  },
});
const settings = chooseSettings();
const parts = new Set(args.long ? ['bulk'] : (args.only?.split(',') ?? ALL_PARTS));
const TSC = 'node_modules/typescript/bin/tsc';
const ENTRY = 'dist/backend/src/main.js';
/** Other programs that take more than this of a core make every figure doubtful. */
const QUIET_BELOW = 0.15;
/** Leaves the whole within its ten minutes. */
const QUIET_WITHIN_MS = 150_000;

const startedMs = performance.now();
const folder = mkdtempSync(path.join(os.tmpdir(), 'smartsync-bench-'));
const cluster = await startEmbeddedCluster({ dataDir: path.join(folder, 'data') });
try {
  const machine = await describeMachine(cluster.databaseUrl);
  tell(formatMachine(machine));
  const others = await readLoadOfOthers(machine);
  if (others > QUIET_BELOW) tell(`other programs use ${percent(others)} of a core: the figures are doubtful`);
  const figures: Figure[] = [];
  try {
    await measureAll(cluster.databaseUrl, machine, settings, figures);
  } catch (error) {
    // What was measured by then took minutes.
    console.log(`\n${formatFigures(figures)}\n`);
    throw error;
  }
  const seconds = Math.round((performance.now() - startedMs) / 1000);
  const commit = readCommit();
  const head = { machine, commit, date: new Date().toISOString(), seconds, loadOfOthersBefore: others, settings };
  const file = path.join(ROOT, `bench/${nameResults()}.json`);
  writeFileSync(file, `${JSON.stringify({ ...head, figures }, null, 2)}\n`);
  console.log(`\n${formatFigures(figures)}\n`);
  console.log(
    `${formatMachine(machine)}; commit ${commit}; other programs before: ${percent(others)} of a core; ${seconds} s`,
  );
} finally {
  await cluster.stop();
  rmSync(folder, { recursive: true, force: true });
}

function chooseSettings(): BenchSettings {
  if (args.long) return LONG_SETTINGS;
  if (args.full) return FULL_SETTINGS;
  return args.quick ? QUICK_SETTINGS : DEFAULT_SETTINGS;
}

/** A whole run and a long one are kept; of what was only tried or is a part, git knows nothing. */
function nameResults(): string {
  if (args.long) return 'results-long';
  return args.quick !== true && parts.size === ALL_PARTS.length ? 'results' : 'results.local';
}

/** In this order, for the search and the enrichments work on the imported register. */
async function measureAll(
  databaseUrl: string,
  machine: Machine,
  wanted: BenchSettings,
  figures: Figure[],
): Promise<void> {
  tell('building');
  const logFile = path.join(folder, 'build.log');
  await runToEnd({ name: 'prisma generate', args: [...TSX, 'scripts/prisma-generate.ts'], env: {}, logFile });
  await runToEnd({ name: 'the build', args: [TSC, '-p', 'tsconfig.build.json'], env: {}, logFile });
  // The queue and recovery are measured on databases of their own, all else on the register.
  if ([...parts].some((part) => part !== 'jobs' && part !== 'recovery')) {
    const register = { databaseUrl, folder, rows: wanted.registerRows };
    tell(`importing ${wanted.registerRows} generated companies`);
    if (parts.has('import')) figures.push(...(await measureImport(register)));
    else await importRegister(register);
  }
  if (parts.has('search')) {
    tell('searching the register');
    figures.push(...(await measureSearch({ databaseUrl, searches: wanted.searches })));
  }
  figures.push(...(await measureStage(databaseUrl, machine, wanted)));
  if (parts.has('intake')) {
    tell(`sending webhooks for ${wanted.intake.forMs / 1000} s`);
    const administratorUrl = productUrlOf(cluster.administratorUrl);
    const { postgresPid } = machine;
    const load = wanted.intake;
    figures.push(
      ...(await measureIntake({ databaseUrl, administratorUrl, folder, load, postgresPid, nodeArgs: profileArgs() })),
    );
  }
  if (parts.has('jobs')) {
    tell('queueing and taking jobs');
    const { administratorUrl } = cluster;
    figures.push(...(await measureJobs({ databaseUrl, administratorUrl, folder, load: wanted.jobs })));
  }
  if (parts.has('cost')) {
    tell('counting what the model costs');
    figures.push(...(await measureCost({ databaseUrl, folder, entry: ENTRY, companies: wanted.costCompanies })));
  }
  if (parts.has('bulk')) {
    tell('enriching in bulk, ours and others');
    const { administratorUrl } = cluster;
    figures.push(
      ...(await measureBulk({
        databaseUrl,
        administratorUrl: productUrlOf(administratorUrl),
        folder,
        load: wanted.bulk,
        postgresPid: machine.postgresPid,
      })),
    );
  }
  if (parts.has('recovery')) {
    tell(`killing workers ${wanted.recovery.kills} times`);
    const { administratorUrl } = cluster;
    figures.push(...(await measureRecovery({ databaseUrl, administratorUrl, folder, load: wanted.recovery })));
  }
  if (parts.has('sync')) {
    tell('syncing contacts over the integration API');
    figures.push(...(await measureSync({ databaseUrl, folder, entry: ENTRY, syncs: wanted.syncs })));
  }
  if (parts.has('start')) {
    tell('starting the demo');
    figures.push(await measureDemoStart({ folder, runs: wanted.demoStarts }));
  }
}

async function measureStage(databaseUrl: string, machine: Machine, wanted: BenchSettings): Promise<readonly Figure[]> {
  if (!parts.has('enrichment') && !parts.has('start')) return [];
  const plan = await planRecords({ databaseUrl, portals: wanted.portals, pairs: wanted.pairs });
  const stage = await startStage({ databaseUrl, folder, plan });
  const figures: Figure[] = [];
  try {
    if (parts.has('enrichment')) {
      await waitForQuiet(machine);
      tell(`enriching, ${wanted.load.reps} at once`);
      const samples = await sampleEnrichments({
        stage,
        plan,
        entry: ENTRY,
        folder,
        load: wanted.load,
        postgresPid: machine.postgresPid,
        nodeArgs: profileArgs(),
      });
      figures.push(...enrichmentFigures('template', samples.template));
      figures.push(...enrichmentFigures(`model, ${wanted.load.modelLatencyMs} ms`, samples.model));
    }
    if (parts.has('start')) {
      tell('starting the backend');
      const { backendEnv: env } = stage;
      figures.push(await measureBackendStart({ entry: ENTRY, env, folder, runs: wanted.backendStarts }));
    }
  } finally {
    await stage.sandbox.stop();
  }
  return figures;
}

/** Arguments of Node that make a profile of the backend, where one is asked for. */
function profileArgs(): readonly string[] {
  const profile = args['profile-backend'];
  return profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`];
}

/** The product's database, as somebody who sees its statistics. */
function productUrlOf(administratorUrl: string): string {
  return administratorUrl.replace(/\/postgres$/, '/smartsync');
}

/** What other programs take while the bench does nothing. */
async function readLoadOfOthers({ postgresPid }: Machine): Promise<number> {
  const read = startCpuMeter({ postgres: postgresPid });
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  return read().others ?? 0;
}

/** Own times mean nothing beside other programs, so their end is waited for, but not for ever: the table says how it was. */
async function waitForQuiet(machine: Machine): Promise<void> {
  const untilMs = performance.now() + QUIET_WITHIN_MS;
  let others = await readLoadOfOthers(machine);
  if (others > QUIET_BELOW) tell(`other programs use ${percent(others)} of a core; waiting for them to end`);
  while (others > QUIET_BELOW && performance.now() < untilMs) others = await readLoadOfOthers(machine);
}

function tell(text: string): void {
  console.log(`[${Math.round((performance.now() - startedMs) / 1000)} s] ${text}`);
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
