import { readFileSync } from 'node:fs';

// Linux counts a process's time in hundredths of a second.
const MS_PER_TICK = 10;

/** Processor time and largest resident size of a process since it began; undefined where the system does not tell. */
export function readProcess(pid: number | undefined): { readonly cpuMs: number; readonly peakMb: number } | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    const peakKb = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return { cpuMs: (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK, peakMb: Number(peakKb) / 1024 };
  } catch {
    return undefined; // no Linux
  }
}
