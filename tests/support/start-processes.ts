import { type ChildProcess, spawn } from 'node:child_process';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';

/** Processes of the product over one database, as in production: requests go to its web processes in turn. */
export interface ProductProcesses {
  /** Address of the front that hands requests round. */
  readonly origin: string;
  startWorkers(): Promise<void>;
  stop(): Promise<void>;
}

const READY_WITHIN_MS = 60_000;

/** Starts so many web processes behind one address; workers, as many, start when they are asked for. */
export async function startProcesses(count: number, env: Readonly<Record<string, string>>): Promise<ProductProcesses> {
  const children: ChildProcess[] = [];
  const ports = await Promise.all(Array.from({ length: count }, () => startWeb(children, env)));
  const workerPorts: number[] = [];
  const front = startFront(ports, () => [...ports, ...workerPorts]);
  await new Promise((resolve) => front.once('listening', resolve));
  return {
    origin: `http://127.0.0.1:${(front.address() as AddressInfo).port}`,
    startWorkers: async () => {
      for (let index = 0; index < count; index += 1) {
        const port = nextPort();
        launch(children, 'main-worker.ts', { ...env, METRICS_PORT: String(port) });
        workerPorts.push(port);
      }
      await untilWorkersTakeJobs(count, env.DATABASE_URL ?? '');
    },
    stop: async () => {
      front.closeAllConnections();
      await new Promise((resolve) => front.close(resolve));
      await Promise.all(children.map(end));
    },
  };
}

let portsGiven = 0;

/**
 * A port below those that the system gives out by itself: between looking for a free one and listening on it seconds pass, in
 * which another test's process got it, and requests went to the wrong product.
 */
function nextPort(): number {
  portsGiven += 1;
  return 20_000 + (process.pid % 600) * 20 + (portsGiven % 20);
}

async function startWeb(children: ChildProcess[], env: Readonly<Record<string, string>>): Promise<number> {
  const port = nextPort();
  launch(children, 'main-web.ts', { ...env, PORT: String(port) });
  const untilMs = performance.now() + READY_WITHIN_MS;
  while (!(await isReady(port))) {
    if (performance.now() > untilMs) throw new Error('a web process was not ready in time');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return port;
}

/** They are on the roll before they take a job. */
async function untilWorkersTakeJobs(count: number, databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const untilMs = performance.now() + READY_WITHIN_MS;
  try {
    while ((await client.query('SELECT FROM worker_processes')).rowCount !== count) {
      if (performance.now() > untilMs) throw new Error('the workers were not ready in time');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  } finally {
    await client.end();
  }
}

async function isReady(port: number): Promise<boolean> {
  const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
  return answer?.ok === true;
}

function launch(children: ChildProcess[], entry: string, env: Readonly<Record<string, string>>): void {
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, ['--import', 'tsx', `backend/src/${entry}`], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { PATH, HOME, ...env },
  });
  children.push(child);
}

/** Each request goes to the next process: nothing that one of them keeps to itself may matter. */
function startFront(ports: readonly number[], readMetricsPorts: () => readonly number[]): http.Server {
  const agent = new http.Agent({ keepAlive: true });
  let next = 0;
  const server = http.createServer((request, response) => {
    if (request.url === '/metrics') return void answerMetricsOfAll(readMetricsPorts(), request, response);
    const port = ports[next % ports.length] ?? 0;
    next += 1;
    const { method = 'GET', url = '/', headers } = request;
    const onward = http.request({ agent, host: '127.0.0.1', port, method, path: url, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      answer.pipe(response);
    });
    onward.once('error', () => response.destroy());
    request.pipe(onward);
    response.once('close', () => onward.destroy());
  });
  server.listen(0, '127.0.0.1');
  return server;
}

/** Each process counts for itself; whoever watches them adds up. */
async function answerMetricsOfAll(
  ports: readonly number[],
  { headers: { authorization = '' } }: http.IncomingMessage,
  response: http.ServerResponse,
): Promise<void> {
  const ask = (port: number) => fetch(`http://127.0.0.1:${port}/metrics`, { headers: { authorization } });
  const answers = await Promise.all(ports.map(ask));
  const texts = await Promise.all(answers.map((answer) => answer.text()));
  response.writeHead(Math.max(...answers.map(({ status }) => status))).end(texts.join(''));
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
}
