import { readFileSync } from 'node:fs';
import { PEER_PATTERNS } from './peer-patterns.ts';
import { peerWork } from './peer-work.ts';

/** Does the work of one peer in a process of its own; the last line tells what it took. */
const work = peerWork.parse(JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')));
const before = process.cpuUsage();
const startedMs = performance.now();
await PEER_PATTERNS[work.pattern](work);
const { user, system } = process.cpuUsage(before);
const report = {
  cpuMs: (user + system) / 1000,
  peakMb: process.resourceUsage().maxRSS / 1024,
  seconds: (performance.now() - startedMs) / 1000,
};
console.log(JSON.stringify(report));
