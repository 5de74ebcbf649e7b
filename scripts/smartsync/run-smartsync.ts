import { parseArgs } from 'node:util';
import { type Database, makeDatabase } from '../../backend/src/adapters/postgres/make-database.ts';
import { AppError } from '../../backend/src/domain/errors.ts';
import { chooseDataDir } from '../choose-data-dir.ts';
import { openDatabaseUrl } from '../embedded-postgres.ts';
import { COMMANDS, type Command } from './commands.ts';

/** Help, as it is printed where no command or one that is not there was given. */
const USAGE = `usage: npm run smartsync -- <command>\n${COMMANDS.map(({ usage, does }) => `  ${usage.padEnd(64)}${does}`).join('\n')}`;

/** What the command line runs in. */
export interface SmartsyncHost {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Takes what a command answers. */
  readonly print: (text: string) => void;
  /** Takes why nothing was done. */
  readonly complain: (text: string) => void;
}

/**
 * Runs one command of the operator's command line.
 *
 * @param args what stands behind the program's name
 * @returns the exit code: 0 done, 1 refused or failed, 2 no such command; never throws
 */
export async function runSmartsync(args: readonly string[], host: SmartsyncHost): Promise<number> {
  try {
    return await run(args, host);
  } catch (error) {
    host.complain(`smartsync: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }
}

async function run(
  [name, ...rest]: readonly string[],
  { environment, print, complain }: SmartsyncHost,
): Promise<number> {
  const command = COMMANDS.find((one) => one.name === name);
  if (command === undefined) {
    complain(name === undefined ? USAGE : `There is no command "${name}".\n${USAGE}`);
    return 2;
  }
  const { options, words } = readArguments(command, rest);
  const answer = command.prepare(options, words);
  const opened = await openDatabaseUrl({ ...environment, DATA_DIR: chooseDataDir(environment) });
  const database = makeDatabase({ url: opened.url, maxConnections: 2 });
  try {
    await requireTables(database);
    print(await answer(database));
    return 0;
  } finally {
    await database.close();
    await opened.close();
  }
}

/** A fresh folder gives a database without tables: better said than a refused statement. */
async function requireTables(database: Database): Promise<void> {
  const rows = await database.queryAsOwner("SELECT 1 WHERE to_regclass('portal_directory') IS NOT NULL");
  if (rows.length > 0) return;
  const what = 'Start `npm run demo`, or set DATABASE_URL to the database of the product.';
  throw new AppError('not_found', `This database holds nothing of SmartSync. ${what}`);
}

function readArguments(command: Command, args: readonly string[]) {
  try {
    const options = Object.fromEntries(command.options.map((option) => [option, { type: 'string' as const }]));
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const given = Object.entries(values).flatMap(([option, value]) =>
      typeof value === 'string' ? [[option, value]] : [],
    );
    return { options: Object.fromEntries(given), words: positionals };
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new AppError('invalid_input', `${why}. Usage: npm run smartsync -- ${command.usage}`, {}, { cause });
  }
}
