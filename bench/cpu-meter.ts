import { readdirSync, readFileSync } from 'node:fs';
import os from 'node:os';

/** Processor time over a stretch, as shares of one core; undefined where the system does not tell (no /proc). */
export interface CpuShares {
  readonly processes: Readonly<Record<string, number | undefined>>;
  /** What everything else on the machine took: the operating system for us, and other programs. */
  readonly others: number | undefined;
}

// Linux counts a process's time in hundredths of a second, whatever the kernel's own tick is.
const TICKS_PER_SECOND = 100;

/**
 * Starts counting the processor time of this process and of the named ones, each with its direct children (a database
 * server is many processes); the returned function tells the shares since.
 */
export function startCpuMeter(pids: Readonly<Record<string, number | undefined>>): () => CpuShares {
  const named = { bench: process.pid, ...pids };
  const startedMs = performance.now();
  const machine = readMachineSeconds();
  const before = readAll(named);
  return () => {
    const seconds = (performance.now() - startedMs) / 1000;
    const busy = (readMachineSeconds() - machine) / seconds;
    const after = readAll(named);
    const processes = Object.fromEntries(
      Object.keys(named).map((name) => {
        const [from, to] = [before.get(name), after.get(name)];
        return [name, from === undefined || to === undefined ? undefined : (to - from) / seconds];
      }),
    );
    const shares = Object.values(processes);
    const known = shares.every((share) => share !== undefined);
    return {
      processes,
      others: known ? Math.max(0, busy - shares.reduce((sum, share) => sum + (share ?? 0), 0)) : undefined,
    };
  };
}

/** Which process started this one, by Linux's own list. */
export function readParent(pid: number): number | undefined {
  return readStat(pid)?.parent;
}

/** Processor seconds of all cores since the machine started. */
function readMachineSeconds(): number {
  const cores = os.cpus().map(({ times: { user, nice, sys, irq } }) => user + nice + sys + irq);
  return cores.reduce((sum, ms) => sum + ms, 0) / 1000;
}

function readAll(named: Readonly<Record<string, number | undefined>>): ReadonlyMap<string, number | undefined> {
  const all = listPids().flatMap((pid) => readStat(pid) ?? []);
  return new Map(
    Object.entries(named).map(([name, pid]) => {
      const ours = all.filter((stat) => stat.pid === pid || (name !== 'bench' && stat.parent === pid));
      return [name, ours.length === 0 ? undefined : ours.reduce((sum, { seconds }) => sum + seconds, 0)];
    }),
  );
}

function listPids(): readonly number[] {
  try {
    return readdirSync('/proc').map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}

function readStat(pid: number): { pid: number; parent: number; seconds: number } | undefined {
  try {
    // The name in brackets may hold blanks; what follows it is positional: parent is field 4, user and system time 14 and 15.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return { pid, parent: Number(fields[1]), seconds: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND };
  } catch {
    return undefined; // no Linux, or it has just ended
  }
}
