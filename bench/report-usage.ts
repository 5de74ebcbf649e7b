import { writeFileSync } from 'node:fs';

/** Loaded before a program under measurement (`node --import`): writes what the process used to BENCH_USAGE_FILE when it ends. */
const file = process.env.BENCH_USAGE_FILE;

if (file) {
  process.once('exit', () => {
    const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
    writeFileSync(file, JSON.stringify({ peakRssMb: maxRSS / 1024, cpuSeconds: (userCPUTime + systemCPUTime) / 1e6 }));
  });
}
