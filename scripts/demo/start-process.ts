import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../..');
/** A process that is not ready by then has a problem that its log tells. */
const READY_WITHIN_MS = 60_000;
/** After this a process that does not stop is ended. */
const STOP_WITHIN_MS = 12_000;

/** A program of this repository, started and ready. */
export interface StartedProcess {
  readonly name: string;
  stop(): Promise<void>;
  /** Resolves when it ends by itself. */
  readonly ended: Promise<number | null>;
}

/** What to start, and how to know that it is ready. */
export interface StartProcessInput {
  readonly name: string;
  /** TypeScript entry, from the repository's root. */
  readonly entry: string;
  readonly args?: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly logFile: string;
  /** Asked until it answers true. */
  readonly isReady: () => Promise<boolean>;
  /** Restarts on changed files (development). */
  readonly watch?: boolean;
}

/** Starts a program, its output going to a log file, and waits until it is ready; rejects with the end of the log. */
export async function startProcess(input: StartProcessInput): Promise<StartedProcess> {
  const watch = input.watch ? ['watch', '--clear-screen=false'] : [];
  const tsx = path.join(ROOT, 'node_modules/tsx/dist/cli.mjs');
  const child = spawn(process.execPath, [tsx, ...watch, path.join(ROOT, input.entry), ...(input.args ?? [])], {
    cwd: ROOT,
    env: { ...process.env, ...input.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lastLines = keepOutput(child, input.logFile);
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const stop = () => stopChild(child, ended);
  try {
    await untilReady(input, child);
    return { name: input.name, stop, ended };
  } catch (cause) {
    await stop();
    throw new Error(`${input.name} did not start. Its last lines (${input.logFile}):\n${lastLines().join('\n')}`, {
      cause,
    });
  }
}

function keepOutput(child: ChildProcess, logFile: string): () => readonly string[] {
  const lines: string[] = [];
  const log = createWriteStream(logFile, { flags: 'a' });
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      log.write(chunk);
      lines.push(...chunk.toString().split('\n').filter(Boolean));
      lines.splice(0, Math.max(0, lines.length - 15));
    });
  }
  return () => lines;
}

async function untilReady(input: StartProcessInput, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`${input.name} ended with code ${child.exitCode}`);
    if (await input.isReady().catch(() => false)) return;
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
  throw new Error(`${input.name} was not ready within ${READY_WITHIN_MS / 1000} s`);
}

async function stopChild(child: ChildProcess, ended: Promise<number | null>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
  await ended;
  clearTimeout(timer);
}
