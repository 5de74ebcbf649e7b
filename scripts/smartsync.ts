import { runSmartsync } from './smartsync/run-smartsync.ts';

/** `npm run smartsync -- <command>`: the operator's command line, on DATABASE_URL or the running demo's database. */
process.exitCode = await runSmartsync(process.argv.slice(2), {
  environment: process.env,
  print: console.log,
  complain: console.error,
});
