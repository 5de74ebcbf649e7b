import type { Figure } from '../figure.ts';
import type { BulkPass } from './bulk-pass.ts';

const MAIN_PER_10_SECONDS = 110;
/** A burst at the start flatters short runs. */
const LONG_ENOUGH_SECONDS = 300;
const SHORT = 'a run of over 5 minutes decides (npm run bench -- --long): the first burst flatters a short one';
const CONTACTS_PER_COMPANY = 4;

/** The figures of the bulk stage: first ours against the bars, then every peer beside us. */
export function bulkFigures(passes: {
  readonly known: BulkPass;
  readonly all: BulkPass;
  readonly again: BulkPass;
  readonly peers: readonly BulkPass[];
}): readonly Figure[] {
  const { known, all, again, peers } = passes;
  return [
    calls('bulk, HubSpot calls per 1,000 contacts with tasks and deals, ids known', 36.5, known),
    calls('bulk, HubSpot calls per 1,000 contacts with tasks and deals, through search', 26.5, all),
    unchanged(again),
    utilisation('ids known', known),
    utilisation('through search', all),
    speed('ids known', known),
    speed('through search', all),
    refusals(all),
    exactlyOnce(all),
    perRecord('bulk, processor time of the worker a contact', 0.25, 'ms', all, all.cpuMs),
    memory(all),
    perRecord('bulk, database transactions a contact, web and worker', 0.08, '', all, all.transactions),
    perRecord('bulk, unchanged: processor time of the worker a contact', null, 'ms', again, again.cpuMs),
    ...[all, ...peers].map(beside),
  ];
}

const mainOf = ({ requests }: BulkPass) => requests.filter(({ bucket }) => bucket === 'main');
/** Calls of HubSpot’s main limit that it admitted. */
export const admittedOf = (pass: BulkPass) => mainOf(pass).filter(({ status }) => status !== 429);

export function calls(metric: string, bar: number, pass: BulkPass): Figure {
  const main = (mainOf(pass).length / pass.contacts) * 1_000;
  const others = ((pass.requests.length - mainOf(pass).length) / pass.contacts) * 1_000;
  return {
    metric,
    bar: `≤ ${bar}`,
    unit: '',
    values: { main, 'other limits': others },
    isMet: main <= bar,
    note: `${pass.contacts} contacts, ${CONTACTS_PER_COMPANY} a company, a task each, a deal a company`,
  };
}

function unchanged(pass: BulkPass): Figure {
  const writes = pass.requests.filter(({ path }) => /batch\/(update|upsert|create)$|PATCH/.test(path)).length;
  const main = (mainOf(pass).length / pass.contacts) * 1_000;
  return {
    metric: 'bulk, same contacts again: calls that write, and main calls per 1,000',
    bar: '0 writes',
    unit: '',
    values: { writes, main },
    isMet: writes === 0,
    note: 'read with their histories, 50 a call, so that an edit is never taken for ours',
  };
}

export function utilisation(way: string, pass: BulkPass): Figure {
  const share = admittedOf(pass).length / (MAIN_PER_10_SECONDS * (Math.floor(pass.seconds / 10) + 1));
  const isLong = pass.seconds >= LONG_ENOUGH_SECONDS;
  return {
    metric: `bulk, use of the main limit, ${way}`,
    bar: '≥ 98 %',
    unit: '%',
    values: { used: share * 100 },
    isMet: isLong ? share >= 0.98 : null,
    note: isLong ? `${Math.round(pass.seconds)} s` : `${pass.seconds.toFixed(0)} s; ${SHORT}`,
  };
}

export function speed(way: string, pass: BulkPass): Figure {
  const perSecond = pass.made.written / pass.seconds;
  const isLong = pass.seconds >= LONG_ENOUGH_SECONDS;
  return {
    metric: `bulk, contacts a second, verified in HubSpot’s store, ${way}`,
    bar: '≥ 298',
    unit: '/s',
    values: { contacts: perSecond },
    isMet: isLong ? perSecond >= 298 : null,
    note: isLong ? `${pass.made.written} contacts` : SHORT,
  };
}

export function refusals(pass: BulkPass): Figure {
  const refused = pass.requests.filter(({ status }) => status === 429).length;
  const share = pass.requests.length === 0 ? 0 : (refused / pass.requests.length) * 100;
  return {
    metric: 'bulk, share of calls refused with 429',
    bar: '< 0.1 %',
    unit: '%',
    values: { refused: share },
    isMet: share < 0.1,
    note: `${refused} of ${pass.requests.length}`,
  };
}

export function exactlyOnce({ made, contacts, booked }: BulkPass): Figure {
  const { tasks, deals } = booked ?? made;
  const lost = contacts - made.written + (tasks - made.tasks) + (deals - made.deals);
  return {
    metric: 'bulk, contacts, tasks and deals lost or doubled',
    bar: '0 · 0',
    unit: '',
    values: { lost, doubled: made.doubled },
    isMet: lost === 0 && made.doubled === 0,
    note: `${made.written} written, ${made.tasks} tasks, ${made.deals} deals in HubSpot’s store; none for whom a rep has to choose, no deal where no stage is suggested`,
  };
}

export function perRecord(
  metric: string,
  bar: number | null,
  unit: string,
  pass: BulkPass,
  total: number | undefined,
): Figure {
  const value = total === undefined ? undefined : total / pass.contacts;
  return {
    metric,
    bar: bar === null ? null : `≤ ${bar}`,
    unit,
    values: value === undefined ? {} : { 'a contact': value },
    isMet: value === undefined || bar === null ? null : value <= bar,
    note: value === undefined ? 'this system does not tell' : `${pass.contacts} contacts`,
  };
}

export function memory({ peakMb, contacts }: BulkPass): Figure {
  return {
    metric: 'bulk, peak memory of the worker',
    bar: '≤ 200 MB',
    unit: 'MB',
    values: peakMb === undefined ? {} : { resident: peakMb },
    isMet: peakMb === undefined ? null : peakMb <= 200,
    note: `at ${contacts.toLocaleString('en-GB')} contacts; 1,000,000 were not run`,
  };
}

/** Contacts that somebody began, one request each; those of batches are what was written. */
function attemptedOf({ requests, made }: BulkPass): number {
  const single = requests.filter(({ method, path }) => method === 'PATCH' && path.includes('/contacts/'));
  return Math.max(made.written, new Set(single.map(({ path }) => path)).size);
}

/** One line of the comparison: what reached HubSpot's store of what was tried, and what it took. */
function beside(pass: BulkPass): Figure {
  const { made, seconds, requests, cpuMs, name } = pass;
  const main = mainOf(pass);
  const tried = Math.max(1, made.written);
  const refused = requests.filter(({ status }) => status === 429).length;
  return {
    metric: `bulk side by side: ${name === 'all of a type' ? 'SmartSync' : name}`,
    bar: null,
    unit: '',
    values: {
      'contacts/s': made.written / seconds,
      'main calls per 1,000 written': (main.length / tried) * 1_000,
      'refused %': requests.length === 0 ? 0 : (refused / requests.length) * 100,
      'contacts lost': Math.max(0, attemptedOf(pass) - made.written),
      'tasks missing': Math.max(0, made.written - made.tasks),
      doubled: made.doubled,
      'ms CPU a contact': (cpuMs ?? 0) / tried,
    },
    isMet: null,
    note: `${made.written} contacts written in ${seconds.toFixed(0)} s`,
  };
}
