#!/usr/bin/env node
// Stands in for Prisma's native schema engine, which Prisma would download: the same engine as WASM from npm, behind the
// line-by-line JSON-RPC that Prisma's command line speaks. Plain JavaScript, because Prisma executes the file itself.
import { AsyncLocalStorage } from 'node:async_hooks';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';
import pg from 'pg';

/** Commit of the engine that belongs to Prisma 7.10.0; the command line refuses another. */
const ENGINE_VERSION = 'schema-engine-cli 0edf323efd1d98336f3f0a68684b56f689b900d3';
/** Error code of the JSON-RPC protocol for "look into data". */
const RPC_ERROR = 4466;
/** PostgreSQL's type `"char"`, which the catalogs use and adapter-pg has no word for; and its type text. */
const OID_CHAR = 18;
const OID_TEXT = 25;

/** Columns of the running query that were `"char"`. */
const charColumns = new AsyncLocalStorage();

const argv = process.argv.slice(2);
const datasource = JSON.parse(readOption('--datasource') ?? '{}');
const databaseUrl = datasource.url ?? process.env.DATABASE_URL;

if (argv.includes('--version') || argv.includes('-V')) {
  process.stdout.write(`${ENGINE_VERSION}\n`);
} else if (argv.includes('cli')) {
  process.exit(await runOnce(readOption('cli')));
} else {
  await answerRequests();
}

function readOption(name) {
  const index = argv.indexOf(name);
  return index < 0 ? undefined : argv[index + 1];
}

function withDatabase(url, name) {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.toString();
}

async function withClient(url, work) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** The three commands that Prisma runs as single processes; errors go to standard error as JSON with Prisma's codes. */
async function runOnce(command) {
  const name = decodeURIComponent(new URL(databaseUrl).pathname.slice(1));
  const maintenance = withDatabase(databaseUrl, 'postgres');
  const quoted = pg.escapeIdentifier(name);
  const commands = {
    'can-connect-to-database': () => withClient(databaseUrl, (c) => c.query('SELECT 1')),
    'create-database': () => withClient(maintenance, (c) => c.query(`CREATE DATABASE ${quoted}`)),
    'drop-database': () => withClient(maintenance, (c) => c.query(`DROP DATABASE IF EXISTS ${quoted} WITH (FORCE)`)),
  };
  process.stderr.write('\n');
  try {
    await commands[command]();
    return 0;
  } catch (error) {
    const codes = { '3D000': 'P1003', ECONNREFUSED: 'P1001', '42P04': 'P1009' };
    writeLog(error.message, { error_code: codes[error.code] ?? 'P1000', is_panic: false });
    return 1;
  }
}

function writeLog(message, extra) {
  const line = { timestamp: new Date().toISOString(), level: 'ERROR', fields: { message, ...extra } };
  process.stderr.write(`${JSON.stringify({ ...line, target: 'schema_engine::logger' })}\n`);
}

/** Answers one request a line until standard input ends. */
async function answerRequests() {
  startWasm();
  readCharAsText();
  process.on('uncaughtException', (error) => {
    writeLog(panicMessage() || error.message, { is_panic: true });
    process.exit(101);
  });
  let engine;
  for await (const line of createInterface({ input: process.stdin })) {
    const { id, method, params } = line.trim() === '' ? {} : JSON.parse(line);
    if (method === undefined) continue; // an empty line, or the answer to our own `print`
    try {
      engine ??= await openEngine();
      const result = await call(engine, method, params);
      if (method === 'diff' && result?.stdout != null) {
        reply({ id: `print-${id}`, method: 'print', params: { content: result.stdout } });
      }
      reply({ id, result: result ?? {} });
    } catch (error) {
      reply({ id, error: describeError(error) });
    }
  }
  process.exit(0);
}

function call(engine, method, params) {
  if (method === 'getDatabaseVersion') return engine.version(params);
  if (typeof engine[method] !== 'function') throw new Error(`the WASM schema engine has no method ${method}`);
  return engine[method](params);
}

function reply(message) {
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
}

/** The engine throws its own errors as JSON in the message; everything else is wrapped the same way. */
function describeError(error) {
  const text = panicMessage() || error?.message || String(error);
  const plain = { is_panic: false, message: text, backtrace: null, error_code: error?.code };
  return {
    code: RPC_ERROR,
    message: 'An error happened. Check the data field for details.',
    data: parse(text) ?? plain,
  };
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // plain text
  }
}

function startWasm() {
  const file = fileURLToPath(new URL('./schema_engine_bg.wasm', import.meta.resolve('@prisma/schema-engine-wasm')));
  const module = new WebAssembly.Module(readFileSync(file));
  const instance = new WebAssembly.Instance(module, { './schema_engine_bg.js': bindings });
  bindings.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  globalThis.PRISMA_WASM_PANIC_REGISTRY = {
    message: '',
    set_message(text) {
      this.message = `RuntimeError: ${text}`;
    },
  };
}

function panicMessage() {
  return globalThis.PRISMA_WASM_PANIC_REGISTRY?.message ?? '';
}

function openEngine() {
  const files = argv.flatMap((word, index) => (word === '--datamodels' ? [argv[index + 1]] : []));
  const datamodels = files.length > 0 ? files.map((file) => [file, readFileSync(file, 'utf8')]) : undefined;
  const factory = { provider: 'postgres', adapterName: '@prisma/adapter-pg', connect, connectToShadowDb };
  return bindings.SchemaEngine.new({ datamodels }, () => undefined, bindMigrationAwareSqlAdapterFactory(factory));
}

function connect() {
  return openAdapter(databaseUrl);
}

/** adapter-pg would connect to the main database here and empty it. */
async function connectToShadowDb() {
  if (datasource.shadowDatabaseUrl) {
    const adapter = await openAdapter(datasource.shadowDatabaseUrl);
    await adapter.executeScript('DROP SCHEMA IF EXISTS public CASCADE; CREATE SCHEMA public;');
    return adapter;
  }
  const name = `prisma_migrate_shadow_db_${globalThis.crypto.randomUUID()}`;
  await withClient(databaseUrl, (client) => client.query(`CREATE DATABASE "${name}"`));
  return openAdapter(withDatabase(databaseUrl, name), () =>
    withClient(databaseUrl, (client) => client.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`)),
  );
}

async function openAdapter(url, afterwards = async () => undefined) {
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  pool.on('error', () => undefined); // the next statement says it
  const schema = new URL(url).searchParams.get('schema') ?? undefined;
  const adapter = await new PrismaPg(pool, { schema }).connect();
  // adapter-pg splits scripts at every `;`, which breaks function bodies: the server splits them rightly itself.
  adapter.executeScript = async (sql) => {
    await pool.query(sql).catch((error) => adapter.onError(error));
  };
  let closed;
  adapter.dispose = () => {
    closed ??= pool.end().then(afterwards);
    return closed;
  };
  const startTransaction = adapter.startTransaction.bind(adapter);
  adapter.startTransaction = async (level) => markCharColumns(await startTransaction(level));
  return markCharColumns(adapter);
}

/** Lets adapter-pg read `"char"` as text and notes which columns were. */
function readCharAsText() {
  for (const Class of [pg.Pool, pg.Client]) {
    const query = Class.prototype.query;
    Class.prototype.query = function (...args) {
      const answer = query.apply(this, args);
      return typeof answer?.then === 'function' ? answer.then(noteCharColumns) : answer;
    };
  }
}

function noteCharColumns(result) {
  for (const [index, field] of (result?.fields ?? []).entries()) {
    if (field.dataTypeID === OID_CHAR) {
      field.dataTypeID = OID_TEXT;
      charColumns.getStore()?.push(index);
    }
  }
  return result;
}

/** Tells the engine that those columns hold one character, as its catalog queries expect. */
function markCharColumns(queryable) {
  const queryRaw = queryable.queryRaw.bind(queryable);
  queryable.queryRaw = (query) => {
    const columns = [];
    return charColumns.run(columns, async () => {
      const result = await queryRaw(query);
      for (const index of columns) result.columnTypes[index] = ColumnTypeEnum.Character;
      return result;
    });
  };
  return queryable;
}
