import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

/** The repository. */
export const ROOT = path.resolve(import.meta.dirname, '..');
/** Arguments of Node that run a TypeScript program in one process, so that what is measured is that program. */
export const TSX = ['--import', 'tsx'] as const;
const READY_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 12_000;
const KEPT_LINES = 40;

/** Arguments of Node with which production runs this file, the file included: those of `npm start`, `start:web` or `start:worker`. */
export function startArgs(entry: string): readonly string[] {
  const { scripts } = manifest.parse(JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')));
  const command = Object.values(scripts).find((script) => script.endsWith(` ${entry}`));
  return command?.replace(/^exec node /, '').split(' ') ?? [entry];
}

const manifest = z.object({ scripts: z.record(z.string(), z.string()) });

/** A program under measurement. */
export interface Program {
  readonly pid: number | undefined;
  /** Milliseconds from the start of the process until it was ready. */
  readonly readyAfterMs: number;
  stop(): Promise<void>;
}

/** What to run. */
export interface ProgramInput {
  readonly name: string;
  /** Arguments of Node, the program's file among them. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Takes its output; a file and not a pipe, so that reading it costs the bench nothing while it measures. */
  readonly logFile: string;
}

/** Runs a program to its end; rejects with its last lines when it fails. */
export async function runToEnd(
  input: ProgramInput,
): Promise<{ readonly ms: number; readonly lines: readonly string[] }> {
  const startedMs = performance.now();
  const child = launch(input);
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  const ms = performance.now() - startedMs;
  const lines = readLastLines(input.logFile);
  if (code !== 0) throw new Error(`${input.name} ended with code ${code}:\n${lines.join('\n')}`);
  return { ms, lines };
}

/** Starts a program and asks until it is ready; rejects with its last lines when it never is. */
export async function startProgram(
  input: ProgramInput & {
    /** Asked every few milliseconds; it may look at the last lines that were printed. */
    readonly isReady: (readLines: () => readonly string[]) => Promise<boolean> | boolean;
    readonly stopSignal?: NodeJS.Signals;
  },
): Promise<Program> {
  const startedMs = performance.now();
  const child = launch(input);
  const stop = () => stopChild(child, input.stopSignal ?? 'SIGTERM');
  while (!(await isReady(input))) {
    const isLate = performance.now() - startedMs > READY_WITHIN_MS;
    if (child.exitCode !== null || isLate) {
      await stop();
      throw new Error(
        `${input.name} ${isLate ? 'was not ready in time' : 'ended'}:\n${readLastLines(input.logFile).join('\n')}`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return { pid: child.pid, readyAfterMs: performance.now() - startedMs, stop };
}

async function isReady(input: Parameters<typeof startProgram>[0]): Promise<boolean> {
  try {
    return await input.isReady(() => readLastLines(input.logFile));
  } catch {
    return false; // nobody listens yet
  }
}

function launch({ args, env, logFile }: ProgramInput): ChildProcess {
  const log = openSync(logFile, 'w');
  const child = spawn(process.execPath, [...args], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  return child;
}

function readLastLines(logFile: string): readonly string[] {
  return readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-KEPT_LINES);
}

async function stopChild(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
  await ended;
  clearTimeout(timer);
}
