import { startEmbeddedCluster } from '../../../backend/src/adapters/postgres/embedded-cluster.ts';

// A process that uses an embedded cluster until somebody ends it.
const cluster = await startEmbeddedCluster({ dataDir: process.argv[2] ?? '', durable: false });
process.send?.(cluster.databaseUrl);
setInterval(() => undefined, 60_000);
