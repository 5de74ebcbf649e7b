import { parseArgs } from 'node:util';
import { type Database, makeDatabase } from '../backend/src/adapters/postgres/make-database.ts';
import { AppError } from '../backend/src/domain/errors.ts';
import { chooseDataDir } from './choose-data-dir.ts';
import { openDatabaseUrl } from './embedded-postgres.ts';
import { COMMANDS, type Command } from './smartsync/commands.ts';

/** `npm run smartsync -- <command>`: the operator's command line, on DATABASE_URL or the running demo's database. */
const USAGE = `usage: npm run smartsync -- <command>\n${COMMANDS.map(({ usage, does }) => `  ${usage.padEnd(64)}${does}`).join('\n')}`;

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(`smartsync: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}

async function main([name, ...rest]: readonly string[]): Promise<number> {
  const command = COMMANDS.find((one) => one.name === name);
  if (command === undefined) {
    console.error(name === undefined ? USAGE : `There is no command "${name}".\n${USAGE}`);
    return 2;
  }
  const { options, words } = readArguments(command, rest);
  const run = command.prepare(options, words);
  const opened = await openDatabaseUrl({ ...process.env, DATA_DIR: chooseDataDir(process.env) });
  const database = makeDatabase({ url: opened.url, maxConnections: 2 });
  try {
    await requireTables(database);
    console.log(await run(database));
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
