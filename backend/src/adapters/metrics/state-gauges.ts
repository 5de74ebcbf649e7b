import { Gauge, type Registry } from 'prom-client';
import type { JobClass } from '../../domain/jobs/job-class.ts';
import type { WorkState } from '../../ports/work-state.ts';

/** What is at this moment, as read from the database; members are null when it gave no answer. */
export interface CurrentState {
  readonly ready: readonly { readonly name: string; readonly ok: boolean }[];
  readonly work: WorkState | null;
  readonly register: { readonly companies: number; readonly ageDays: number | null } | null;
  readonly connections: { readonly busy: number; readonly idle: number; readonly waiting: number };
}

/** Reads it; never throws. */
export type ReadState = () => Promise<CurrentState>;

const CLASSES: readonly JobClass[] = ['card', 'workflow', 'webhook', 'schedule', 'bulk'];
const JOB_STATES = ['due', 'later', 'running'] as const;
const BULK_STATUSES = ['queued', 'running', 'paused'] as const;
const SECONDS_OF_A_DAY = 86_400;

/** Makes the gauges; what could not be read is left out of the text, never shown as an old value. */
export function makeStateGauges(registers: Registry[]): { show(state: CurrentState): void } {
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name: `smartsync_${name}`, help, labelNames, registers });
  const ready = gauge('ready', '1 when this part is in order (database, migrations, queue), else 0', ['check']);
  const connections = gauge('database_connections', 'Connections of this process: busy, idle, and callers who wait', [
    'state',
  ]);
  const work = makeWorkGauges(gauge);
  const age = gauge('register_age_seconds', 'Age of the company register’s snapshot; absent before the first import');
  const companies = gauge('register_companies', 'Companies in the register, estimated when they are many');
  return {
    show(state) {
      for (const one of [ready, connections, age, companies]) one.reset();
      for (const { name, ok } of state.ready) ready.set({ check: name }, ok ? 1 : 0);
      for (const [name, value] of Object.entries(state.connections)) connections.set({ state: name }, value);
      work.show(state.work);
      if (state.register === null) return remove(age, companies);
      companies.set(state.register.companies);
      if (state.register.ageDays === null) remove(age);
      else age.set(state.register.ageDays * SECONDS_OF_A_DAY);
    },
  };
}

/** A gauge without labels shows 0 after a reset; taken out, it shows nothing. */
function remove(...gauges: readonly Gauge[]): void {
  for (const one of gauges) one.remove();
}

type MakeGauge = (name: string, help: string, labelNames?: string[]) => Gauge;

function makeWorkGauges(gauge: MakeGauge): { show(work: WorkState | null): void } {
  const jobs = gauge('queue_jobs', 'Jobs in the queue: due, later, running', ['class', 'state']);
  const oldest = gauge('queue_oldest_seconds', 'How long the oldest job or record of a class is due', ['class']);
  const records = gauge('queue_records', 'Records that wait for an enrichment', ['class']);
  const stuck = gauge('queue_jobs_stuck', 'Jobs that the queue gives to nobody any more because they killed workers');
  const runs = gauge('bulk_runs', 'Bulk runs that have not ended', ['status']);
  const left = gauge('bulk_records_left', 'Records that bulk runs have not reached', ['status']);
  const workers = gauge('workers', 'Worker processes that live');
  const bytes = gauge('database_size_bytes', 'Size of the database');
  const all = [jobs, oldest, records, stuck, runs, left, workers, bytes];
  return {
    show(work) {
      for (const one of all) one.reset();
      if (work === null) return remove(stuck, workers, bytes);
      for (const name of CLASSES) {
        const ofClass = work.jobs.filter(({ jobClass }) => jobClass === name);
        for (const state of JOB_STATES) {
          jobs.set({ class: name, state }, sum(ofClass.filter((one) => one.state === state).map((one) => one.jobs)));
        }
        const waiting = work.records.filter(({ jobClass }) => jobClass === name);
        records.set({ class: name }, sum(waiting.map((one) => one.records)));
        oldest.set({ class: name }, Math.max(0, ...[...ofClass, ...waiting].map((one) => one.oldestSeconds)));
      }
      for (const status of BULK_STATUSES) {
        const ofStatus = work.bulkRuns.filter((one) => one.status === status);
        runs.set({ status }, sum(ofStatus.map((one) => one.runs)));
        left.set({ status }, sum(ofStatus.map(({ recordsLeft }) => recordsLeft)));
      }
      stuck.set(work.jobsGivenUp);
      workers.set(work.workers);
      bytes.set(work.databaseBytes);
    },
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
