import os from 'node:os';
import { composeProduct, type Product } from './composition.ts';
import { type Config, parseConfig } from './config.ts';

/** What a process of ours does. */
export interface Roles {
  readonly web: boolean;
  readonly worker: boolean;
}

/**
 * Idle connections stay open longer than the usual proxies keep theirs (60 s): who closes first never cuts off a
 * request that is on its way.
 */
const KEEP_ALIVE_MS = 65_000;

type CloseWeb = () => Promise<void>;

/** Work under way gets this long when the process is asked to stop. */
const STOP_WITHIN_MS = 10_000;

/** Starts one process of the product; a wrong environment ends it with every problem named at once. */
export async function startProcess(roles: Roles): Promise<void> {
  const parsed = parseConfig(process.env);
  if (parsed.kind === 'invalid') {
    console.error(
      ['smartsync cannot start. Please correct:', ...parsed.problems.map((problem) => `- ${problem}`)].join('\n'),
    );
    process.exit(1);
  }
  try {
    await start(parsed.config, roles);
  } catch (error) {
    console.error(`smartsync cannot start: ${error instanceof Error ? error.message : String(error)}`);
    process.exit(1);
  }
}

async function start(config: Config, roles: Roles): Promise<void> {
  if (!roles.web) giveWay();
  const product = await composeProduct(config);
  const opening = open(product, config, roles);
  // Before the first job is taken: a signal that nobody hears kills with the job in hand.
  stopOnSignal(product, opening);
  await opening;
}

/** HubSpot and people wait for web processes, nobody for the next millisecond of a worker. On the same machine those go first. */
function giveWay(): void {
  const { PRIORITY_BELOW_NORMAL } = os.constants.priority;
  try {
    if (os.getPriority() < PRIORITY_BELOW_NORMAL) os.setPriority(PRIORITY_BELOW_NORMAL);
  } catch {
    // A system that keeps its priorities to itself has its reasons.
  }
}

async function open(product: Product, config: Config, roles: Roles): Promise<CloseWeb> {
  const closeWeb = await openPort(product, config, roles);
  if (roles.worker) await product.startWorker();
  return closeWeb;
}

/** A worker listens only where METRICS_PORT says, and answers health and metrics there. */
async function openPort(product: Product, { http, metricsPort }: Config, roles: Roles): Promise<CloseWeb> {
  if (roles.web) return listen(product, { app: await product.makeApp(), ...http, variable: 'PORT' });
  if (metricsPort === undefined) return async () => {};
  return listen(product, {
    app: await product.makeOperationsApp(),
    host: http.host,
    port: metricsPort,
    variable: 'METRICS_PORT',
  });
}

interface Listening {
  readonly app: Pick<Awaited<ReturnType<Product['makeApp']>>, 'listen'>;
  readonly host: string;
  readonly port: number;
  /** The variable that sets the port. */
  readonly variable: string;
}

function listen(product: Product, { app, host, port, variable }: Listening): Promise<CloseWeb> {
  return new Promise((resolve, reject) => {
    const server = app.listen(port, host);
    server.keepAliveTimeout = KEEP_ALIVE_MS;
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? new Error(`port ${port} is busy; set ${variable} to another one`) : error);
    });
    server.once('listening', () => {
      product.logger.info({ host, port, notes: product.notes }, 'listening');
      resolve(
        () =>
          new Promise((closed) => {
            server.close(() => closed());
            server.closeIdleConnections();
          }),
      );
    });
  });
}

/** Stops taking requests and jobs, lets the running ones end, then closes the database; what still opens is let open first. */
function stopOnSignal(product: Product, opening: Promise<CloseWeb>): void {
  const stop = async (signal: string) => {
    product.logger.info({ signal }, 'stopping');
    const timer = setTimeout(() => process.exit(1), STOP_WITHIN_MS);
    // Who started it says why it could not open.
    const closeWeb = await opening.catch(() => undefined);
    await Promise.all([closeWeb?.(), product.finishRunning()]);
    await product.stop();
    clearTimeout(timer);
    process.exit(0);
  };
  process.once('SIGTERM', () => void stop('SIGTERM'));
  process.once('SIGINT', () => void stop('SIGINT'));
}
