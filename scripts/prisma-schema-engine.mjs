#!/usr/bin/env node
import { AsyncLocalStorage } from 'node:async_hooks';
// JSON-RPC stand-in for Prisma's native `schema-engine` executable, backed by Prisma's own WASM schema engine
// (@prisma/schema-engine-wasm, same commit as prisma 7.10.0) and a JS driver adapter.
// Use: PRISMA_SCHEMA_ENGINE_BINARY=./tools/schema-engine.mjs npx prisma migrate dev|deploy|diff|status|resolve|reset, db push|pull|execute
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import * as bg from '@prisma/schema-engine-wasm/schema_engine_bg';
import pg from 'pg';

const argv = process.argv.slice(2);

import { appendFileSync } from 'node:fs';

const dbg = (m) => process.env.SHIM_LOG && appendFileSync(process.env.SHIM_LOG, m + '\n');
const log = (level, message, extra = {}) =>
  process.stderr.write(
    JSON.stringify({
      timestamp: new Date().toISOString(),
      level,
      fields: { message, ...extra },
      target: 'schema_engine::logger',
    }) + '\n',
  );
const opt = (n) => {
  const i = argv.indexOf(n);
  return i < 0 ? undefined : argv[i + 1];
};
if (argv.includes('--version') || argv.includes('-V')) {
  console.log('schema-engine-cli 0edf323efd1d98336f3f0a68684b56f689b900d3');
  process.exit(0);
}
const ds = JSON.parse(opt('--datasource') ?? '{}');
const url = ds.url ?? process.env.DATABASE_URL;
const withDb = (u, db) => {
  const x = new URL(u);
  x.pathname = '/' + db;
  return x.toString();
};

async function cli(cmd) {
  const db = decodeURIComponent(new URL(url).pathname.slice(1));
  const go = async (u, f) => {
    const c = new pg.Client({ connectionString: u });
    await c.connect();
    try {
      return await f(c);
    } finally {
      await c.end();
    }
  };
  process.stderr.write('\n');
  try {
    if (cmd === 'can-connect-to-database') await go(url, (c) => c.query('select 1'));
    else if (cmd === 'create-database')
      await go(withDb(url, 'postgres'), (c) => c.query(`create database ${pg.escapeIdentifier(db)}`));
    else if (cmd === 'drop-database')
      await go(withDb(url, 'postgres'), (c) =>
        c.query(`drop database if exists ${pg.escapeIdentifier(db)} with (force)`),
      );
    else throw new Error('unknown command ' + cmd);
    process.exit(0);
  } catch (e) {
    const code =
      e.code === '3D000' ? 'P1003' : e.code === 'ECONNREFUSED' ? 'P1001' : e.code === '42P04' ? 'P1009' : 'P1000';
    log('ERROR', e.message, { error_code: code, is_panic: false });
    process.exit(1);
  }
}
if (argv.includes('cli')) await cli(argv[argv.indexOf('cli') + 1]);

const wasmPath = fileURLToPath(new URL('./schema_engine_bg.wasm', import.meta.resolve('@prisma/schema-engine-wasm')));
const inst = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(wasmPath)), { './schema_engine_bg.js': bg });
bg.__wbg_set_wasm(inst.exports);
inst.exports.__wbindgen_start();
globalThis.PRISMA_WASM_PANIC_REGISTRY = {
  message: '',
  set_message(m) {
    this.message = 'RuntimeError: ' + m;
  },
};

// adapter-pg has no mapping for the catalog type "char" (OID 18) that the schema engine's catalog queries return:
// let the adapter read it as text, then tell the engine that the column is a Character.
const als = new AsyncLocalStorage();
const fix = (r) => {
  (r?.fields ?? []).forEach((f, i) => {
    if (f.dataTypeID === 18) {
      f.dataTypeID = 25;
      als.getStore()?.push(i);
    }
  });
  return r;
};
for (const C of [pg.Pool, pg.Client]) {
  const orig = C.prototype.query;
  C.prototype.query = function (...a) {
    const r = orig.apply(this, a);
    return typeof r?.then === 'function' ? r.then(fix) : r;
  };
}
const charAware = (q) => {
  const orig = q.queryRaw.bind(q);
  q.queryRaw = (query) => {
    const cols = [];
    return als.run(cols, async () => {
      const r = await orig(query);
      for (const i of cols) r.columnTypes[i] = ColumnTypeEnum.Character;
      return r;
    });
  };
  return q;
};
// adapter-pg's own migration hooks are not usable: executeScript splits at every ';' (breaks $$ bodies) and connectToShadowDb
// connects to the MAIN database when a connection string is given. Both are replaced here.
class Factory {
  provider = 'postgres';
  adapterName = '@prisma/adapter-pg';
  async #open(u, after = async () => {}) {
    const pool = new pg.Pool({ connectionString: u, max: 1 });
    pool.on('error', (e) => dbg('POOL ' + e.message));
    const a = await new PrismaPg(pool, { schema: new URL(u).searchParams.get('schema') ?? undefined }).connect();
    a.executeScript = async (sql) => {
      try {
        await pool.query(sql);
      } catch (e) {
        a.onError(e);
      }
    }; // simple protocol, like the native engine
    let closed;
    a.dispose = () =>
      (closed ??= (async () => {
        await pool.end();
        await after();
      })());
    const st = a.startTransaction.bind(a);
    a.startTransaction = async (l) => charAware(await st(l));
    return charAware(a);
  }
  connect() {
    return this.#open(url);
  }
  async connectToShadowDb() {
    if (ds.shadowDatabaseUrl) {
      // a database (or an in-memory PGlite socket) given by the user: emptied first
      const a = await this.#open(ds.shadowDatabaseUrl);
      await a.executeScript('DROP SCHEMA IF EXISTS public CASCADE; CREATE SCHEMA public;');
      return a;
    }
    const db = 'prisma_migrate_shadow_db_' + globalThis.crypto.randomUUID();
    const admin = async (sql) => {
      const c = new pg.Client({ connectionString: url });
      await c.connect();
      try {
        await c.query(sql);
      } finally {
        await c.end();
      }
    };
    await admin(`CREATE DATABASE "${db}"`);
    return this.#open(withDb(url, db), () => admin(`DROP DATABASE IF EXISTS "${db}" WITH (FORCE)`));
  }
}
process.on('unhandledRejection', (e) => dbg('UNHANDLED ' + (e?.stack ?? e)));
process.on('uncaughtException', (e) => {
  dbg('UNCAUGHT ' + (e?.stack ?? e));
  log('ERROR', globalThis.PRISMA_WASM_PANIC_REGISTRY.message || e.message, { is_panic: true });
  process.exit(101);
});
let engine;
async function getEngine() {
  if (engine) return engine;
  const datamodels = argv.flatMap((a, i) =>
    a === '--datamodels' ? [[argv[i + 1], readFileSync(argv[i + 1], 'utf8')]] : [],
  );
  const f = bindMigrationAwareSqlAdapterFactory(new Factory());
  return (engine = await bg.SchemaEngine.new(
    { datamodels: datamodels.length ? datamodels : undefined },
    (l) => {
      dbg(l);
    },
    f,
  ));
}
const reply = (o) => process.stdout.write(JSON.stringify({ jsonrpc: '2.0', ...o }) + '\n');
for await (const line of createInterface({ input: process.stdin })) {
  if (!line.trim()) continue;
  const { id, method, params } = JSON.parse(line);
  if (!method) continue; // answer to our own `print`
  dbg('RPC ' + line.slice(0, 600));
  try {
    const e = await getEngine();
    if (method === 'getDatabaseVersion') {
      reply({ id, result: await e.version(params) });
      continue;
    }
    if (typeof e[method] !== 'function')
      throw Object.assign(new Error('schema engine method not supported: ' + method));
    const r = await e[method](params);
    if (method === 'diff' && r?.stdout != null) reply({ id: 'p' + id, method: 'print', params: { content: r.stdout } });
    reply({ id, result: r ?? {} });
  } catch (err) {
    const msg = globalThis.PRISMA_WASM_PANIC_REGISTRY.message || err?.message || String(err);
    let data;
    try {
      data = JSON.parse(err.message);
    } catch {
      /* plain text */
    }
    reply({
      id,
      error: {
        code: 4466,
        message: 'An error happened. Check the data field for details.',
        data: data ?? { is_panic: false, message: msg, backtrace: null, error_code: err?.code },
      },
    });
    dbg('ERR ' + (err?.stack ?? err));
  }
}
process.exit(0);
