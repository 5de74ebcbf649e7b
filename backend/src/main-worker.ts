import { startProcess } from './main-process.ts';

/** The worker alone: `npm run start:worker`. */
await startProcess({ web: false, worker: true });
