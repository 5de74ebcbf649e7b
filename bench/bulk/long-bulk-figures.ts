import type { Figure } from '../figure.ts';
import { admittedOf, calls, exactlyOnce, memory, perRecord, refusals, speed, utilisation } from './bulk-figures.ts';
import type { BulkPass } from './bulk-pass.ts';

const WINDOW_MS = 10_000;

/** The figures of one bulk run of more than five minutes, which alone decides about use of the limit and speed. */
export function longBulkFigures(pass: BulkPass): readonly Figure[] {
  return [
    calls('bulk, HubSpot calls per 1,000 contacts with tasks and deals, by a list', 36.5, pass),
    utilisation('by a list', pass),
    windows(pass),
    speed('by a list', pass),
    refusals(pass),
    exactlyOnce(pass),
    perRecord('bulk, processor time of the worker a contact', 0.25, 'ms', pass, pass.cpuMs),
    memory(pass),
    perRecord('bulk, database transactions a contact, web and worker', 0.08, '', pass, pass.transactions),
  ];
}

/** How many calls were admitted in each ten seconds since the run was asked for. */
export function callsByWindow(pass: BulkPass): readonly number[] {
  const { startedAtMs = 0, seconds } = pass;
  const counts = Array<number>(Math.floor((seconds * 1_000) / WINDOW_MS) + 1).fill(0);
  for (const { tIn } of admittedOf(pass)) {
    const index = Math.floor((tIn - startedAtMs) / WINDOW_MS);
    counts[index] = (counts[index] ?? 0) + 1;
  }
  return counts;
}

function windows(pass: BulkPass): Figure {
  const counts = callsByWindow(pass);
  const between = counts.slice(1, -1).sort((a, b) => a - b);
  return {
    metric: 'bulk, calls of the main limit in each ten seconds',
    bar: null,
    unit: '',
    values: {
      first: counts[0] ?? 0,
      least: between[0] ?? 0,
      median: between[Math.floor(between.length / 2)] ?? 0,
      last: counts.at(-1) ?? 0,
    },
    isMet: null,
    note: counts.join(' '),
  };
}
