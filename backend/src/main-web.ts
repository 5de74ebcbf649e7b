import { startProcess } from './main-process.ts';

/** The web process alone: `npm run start:web`. */
await startProcess({ web: true, worker: false });
