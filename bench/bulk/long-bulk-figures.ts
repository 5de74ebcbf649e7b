import type { Figure } from '../figure.ts';
import { admittedOf, calls, exactlyOnce, memory, perRecord, refusals, speed, utilisation } from './bulk-figures.ts';
import type { BulkPass } from './bulk-pass.ts';

const WINDOW_MS = 10_000;
const CALLS_A_WINDOW = 110;
/** From the fifth minute on each second could have been the end of a run. */
const FROM_SECOND = 300;

/** The figures of one bulk run of more than five minutes, which alone decides about use of the limit and speed. */
export function longBulkFigures(pass: BulkPass): readonly Figure[] {
  return [
    calls('bulk, HubSpot calls per 1,000 contacts with tasks and deals, by a list', 36.5, pass),
    utilisation('by a list', pass),
    anyEnd(pass),
    windows(pass),
    speed('by a list', pass),
    refusals(pass),
    mainRefusals(pass),
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

/** A window that has just begun counts as a whole one: how far that alone moves the figure. */
function anyEnd(pass: BulkPass): Figure {
  const { startedAtMs = 0, seconds } = pass;
  const times = admittedOf(pass).map(({ tIn }) => (tIn - startedAtMs) / 1_000);
  const shares: number[] = [];
  for (let end = FROM_SECOND; end < seconds; end += 1) {
    const windowsBegun = Math.floor((end * 1_000) / WINDOW_MS) + 1;
    shares.push(times.filter((at) => at < end).length / (CALLS_A_WINDOW * windowsBegun));
  }
  const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
  return {
    metric: 'bulk, use of the main limit until any second after the fifth minute',
    bar: null,
    unit: '%',
    values: shares.length === 0 ? {} : { least: Math.min(...shares) * 100, mean: mean * 100 },
    isMet: null,
    note: 'each ten seconds begun count as 110 calls, so the share falls when the next begin',
  };
}

function mainRefusals(pass: BulkPass): Figure {
  const main = pass.requests.filter(({ bucket }) => bucket === 'main');
  const refused = main.filter(({ status }) => status === 429);
  const share = (refused.length / main.length) * 100;
  const { startedAtMs = 0 } = pass;
  return {
    metric: 'bulk, share of the main limit’s calls refused with 429',
    bar: '≤ 0.3 %',
    unit: '%',
    values: { refused: share },
    isMet: share <= 0.3,
    note: `${refused.length} of ${main.length}; at second ${refused.map(({ tIn }) => Math.round((tIn - startedAtMs) / 1_000)).join(', ')}`,
  };
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
