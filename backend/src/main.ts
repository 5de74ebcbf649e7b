import { startProcess } from './main-process.ts';

/** Web and worker in one process: `npm start`. */
await startProcess({ web: true, worker: true });
