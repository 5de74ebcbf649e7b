import type { Attributed } from './attribute-calls.ts';
import type { CpuShares } from './cpu-meter.ts';
import { LATENCY } from './enrichment-stage.ts';
import type { Figure } from './figure.ts';
import type { EnrichmentSample } from './measure-enrichment.ts';
import type { RepRequest } from './run-reps.ts';
import { percentilesOf } from './statistics.ts';

const OWN_TIME_BAR = 'p50 ≤ 8, p95 ≤ 20';
/** Above this the bench itself takes what it wants to measure (share of one core). */
const BENCH_CPU_BAR = 0.3;
/** Above this other programs take it. Some is the operating system's own work for us. */
const OTHERS_CPU_BAR = 0.3;

/** The generated register has companies that are nearly alike: such a run ends with the rep, and is a little shorter. */
const MAY_END_WITH_REP = 0.01;

const COLD_BAR = '≤ 2 reads in sequence, 1 write stage, ≤ 1 model call';

type Sample = EnrichmentSample['requests'];

/** The figures of one stretch of load; `title` says how it was made. */
export function enrichmentFigures(title: string, sample: EnrichmentSample): readonly Figure[] {
  const cold = (type: string) => select(sample, 'cold', type);
  const unchanged = select(sample, 'unchanged');
  const paint = select(sample, 'first paint');
  const problem = loadProblem(sample.cpu);
  return [
    ownTime(`own time, company, cold (${title})`, cold('companies'), problem),
    ownTime(`own time, contact, cold (${title})`, cold('contacts'), problem),
    ownTime(`own time, unchanged record (${title})`, unchanged, problem),
    ownTime(`own time, first paint (${title})`, paint, problem),
    callCounts(`HubSpot and model calls, contact, cold (${title})`, COLD_BAR, cold('contacts'), isColdFine),
    callCounts(`HubSpot and model calls, company, cold (${title})`, COLD_BAR, cold('companies'), isColdFine),
    callCounts(
      `HubSpot and model calls, unchanged (${title})`,
      '1 read, 0 writes, 0 model calls',
      unchanged,
      (c) => c.reads === 1 && c.writes === 0 && c.modelCalls === 0,
    ),
    callCounts(
      `HubSpot and model calls, first paint (${title})`,
      'none',
      paint,
      (c) => c.reads + c.writes + c.modelCalls === 0,
    ),
    soundness(title, sample),
  ];
}

function select(sample: EnrichmentSample, kind: RepRequest['kind'], objectType?: string): Sample {
  return sample.requests.filter(
    ({ request }) => request.kind === kind && (objectType === undefined || request.record.objectType === objectType),
  );
}

/** Why times mean nothing: somebody else used the processor that the product is to show what it does with. */
function loadProblem({ processes, others }: CpuShares): string | undefined {
  if ((processes.bench ?? 0) >= BENCH_CPU_BAR) return 'the bench itself took too much of the processor';
  if ((others ?? 0) >= OTHERS_CPU_BAR) return 'other programs took too much of the processor';
  return undefined;
}

function ownTime(metric: string, requests: Sample, problem: string | undefined): Figure {
  const { n, ...values } = percentilesOf(requests.map(({ ownMs }) => ownMs));
  const { p50, p95 } = percentilesOf(requests.map(({ request: { observed } }) => observed.toMs - observed.fromMs));
  const observed = `${n} requests; observed p50 ${p50.toFixed(0)}, p95 ${p95.toFixed(0)} ms`;
  const isMet = problem === undefined ? values.p50 <= 8 && values.p95 <= 20 : null;
  const note = problem === undefined ? observed : `VOID: ${problem}; ${observed}`;
  return { metric, bar: OWN_TIME_BAR, unit: 'ms', values, isMet, note };
}

function isColdFine({ readsInSequence, writesInSequence, modelCalls }: Attributed<unknown>): boolean {
  return readsInSequence <= 2 && writesInSequence <= 1 && modelCalls <= 1;
}

function callCounts(
  metric: string,
  bar: string,
  requests: Sample,
  isFine: (calls: Attributed<unknown>) => boolean,
): Figure {
  const most = (read: (calls: Attributed<unknown>) => number) =>
    requests.reduce((max, calls) => Math.max(max, read(calls)), 0);
  const values = {
    reads: most(({ reads }) => reads),
    'in sequence': most(({ readsInSequence }) => readsInSequence),
    writes: most(({ writes }) => writes),
    'write stages': most(({ writesInSequence }) => writesInSequence),
    'model calls': most(({ modelCalls }) => modelCalls),
  };
  const misses = requests.filter((calls) => !isFine(calls)).length;
  return {
    metric,
    bar,
    unit: '',
    values,
    isMet: misses === 0,
    note: `most of any of ${requests.length} requests; ${misses} beyond the bar`,
  };
}

/** What makes the other figures worth something: every call found its request, the product counted the same, the load was real. */
function soundness(title: string, { requests, strays, tookMs, cpu }: EnrichmentSample): Figure {
  const runs = requests.flatMap((calls) => (calls.request.run === null ? [] : [{ calls, run: calls.request.run }]));
  const miscounted = runs.filter(({ calls, run }) => run.usage.hubspotCalls !== calls.reads + calls.writes).length;
  const cold = runs.filter(({ calls }) => calls.request.kind === 'cold');
  const unwritten = cold.filter(({ run }) => !run.changes.some(({ written }) => written)).length;
  const uncompleted = cold.flatMap(({ run: { status } }) => (status === 'completed' ? [] : [status]));
  const isLongestPath = unwritten === 0 && uncompleted.length <= MAY_END_WITH_REP * cold.length;
  return {
    metric: `soundness of the above (${title})`,
    bar: 'no stray or miscounted call, every cold run written and 99 % completed, bench and others each below 0.3 core',
    unit: '',
    values: {
      'requests/s': requests.length / (tookMs / 1000),
      strays,
      miscounted,
      'cold runs without a write': unwritten,
      'not completed': uncompleted.length,
    },
    isMet: strays === 0 && miscounted === 0 && isLongestPath && loadProblem(cpu) === undefined,
    note: `HubSpot read ${formatLatency(LATENCY.readMs)}, write ${formatLatency(LATENCY.writeMs)}; ${(tookMs / 1000).toFixed(0)} s; ${formatCpu(cpu)}${uncompleted.length === 0 ? '' : `; not completed: ${uncompleted.join(', ')}`}`,
  };
}

function formatLatency({ medianMs, p99Ms }: typeof LATENCY.readMs): string {
  return `p50 ${medianMs} p99 ${p99Ms} ms`;
}

function formatCpu({ processes, others }: CpuShares): string {
  const named = Object.entries({ ...processes, others });
  const percent = (share: number | undefined) => (share === undefined ? 'unknown' : `${Math.round(share * 100)} %`);
  return `of a core: ${named.map(([name, share]) => `${name} ${percent(share)}`).join(', ')}`;
}
