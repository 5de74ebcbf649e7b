import pg from 'pg';
import utils from 'pg/lib/utils.js';
import { sha256Hex } from '../../lib/random-token.ts';
import { isReadOnlyServer } from './errors.ts';
import type { Statement } from './statement.ts';

/** The rows of one statement. */
export type Rows = readonly unknown[];

/**
 * Sends statements as one transaction, in one packet out and one back.
 *
 * PostgreSQL takes all that comes before one Sync for a transaction of its own: it commits there, and when a statement
 * fails it skips the others and rolls back. So BEGIN and COMMIT need not be sent, and nothing is answered in between.
 *
 * @returns the rows of each statement
 * @see https://www.postgresql.org/docs/18/protocol-flow.html#PROTOCOL-FLOW-PIPELINING
 */
export async function sendBurst(pool: pg.Pool, statements: readonly Statement[]): Promise<readonly Rows[]> {
  const client = await pool.connect();
  try {
    const answers = await new Promise<readonly Rows[]>((resolve, reject) => {
      client.query(new Burst(statements, resolve, reject));
    });
    client.release();
    return answers;
  } catch (error) {
    // What the server refused harms no later statement; without its answer nobody knows where the connection stands.
    const isAnswered = error instanceof pg.DatabaseError && error.severity === 'ERROR';
    client.release(!isAnswered || isReadOnlyServer(error));
    throw error;
  }
}

interface Field {
  readonly name: string;
  readonly dataTypeID: number;
}
type ReadValue = (text: string) => unknown;
/** How the columns of a statement's rows are called and read. */
type Columns = readonly (readonly [name: string, read: ReadValue])[];

/** What a connection has planned, by name: such a statement needs neither its text nor a description of its rows. */
const planned = new WeakMap<pg.Connection, Map<string, Columns>>();

function plannedOn(connection: pg.Connection): Map<string, Columns> {
  const known = planned.get(connection) ?? new Map<string, Columns>();
  planned.set(connection, known);
  return known;
}

/** node-postgres' own extension point: it hands over the connection, and then every message until the server is ready. */
class Burst implements pg.Submittable {
  readonly #messages: readonly { readonly name: string; readonly text: string; readonly values: BoundValues }[];
  readonly #resolve: (answers: readonly Rows[]) => void;
  readonly #answers: Rows[] = [];
  #columns: Columns | undefined;
  #rows: unknown[] = [];
  /** Set by node-postgres, which waits only so long for it to be called. */
  callback: (() => void) | undefined;
  /** Also called by node-postgres when the connection ends, or nothing was answered in time. */
  readonly handleError: (error: unknown) => void;

  constructor(
    statements: readonly Statement[],
    resolve: (answers: readonly Rows[]) => void,
    reject: (error: unknown) => void,
  ) {
    this.#messages = statements.map(({ name, text, values }) => ({
      name: planName(name, text),
      text,
      values: values.map((value) => utils.prepareValue(value)),
    }));
    this.#resolve = resolve;
    this.handleError = (error) => {
      this.callback?.();
      reject(error);
    };
  }

  submit(connection: pg.Connection): void {
    const known = plannedOn(connection);
    // Held together they leave in one packet; each write of its own costs both ends more than what it carries.
    connection.stream.cork();
    for (const { name, text, values } of this.#messages) {
      const isKnown = known.has(name);
      // A try that failed may have left the plan behind; closing one that is not there does nothing.
      if (!isKnown) connection.close({ type: 'S', name }, true);
      if (!isKnown) connection.parse({ name, text, types: [] }, true);
      connection.bind({ statement: name, values }, true);
      if (!isKnown) connection.describe({ type: 'P' }, true);
      connection.execute(null, true);
    }
    connection.sync();
    connection.stream.uncork();
    this.#columns = this.#next(known);
  }

  handleRowDescription({ fields }: { readonly fields: readonly Field[] }): void {
    this.#columns = fields.map(({ name, dataTypeID }) => [name, pg.types.getTypeParser(dataTypeID, 'text')]);
  }

  handleDataRow({ fields }: { readonly fields: readonly (string | null)[] }): void {
    const row: Record<string, unknown> = {};
    for (const [index, [name, read]] of (this.#columns ?? []).entries()) {
      const value = fields[index] ?? null;
      row[name] = value === null ? null : read(value);
    }
    this.#rows.push(row);
  }

  handleCommandComplete(_message: unknown, connection: pg.Connection): void {
    const known = plannedOn(connection);
    const { name } = this.#messages[this.#answers.length] ?? {};
    if (name !== undefined) known.set(name, this.#columns ?? []);
    this.#answers.push(this.#rows);
    this.#rows = [];
    this.#columns = this.#next(known);
  }

  handleReadyForQuery(): void {
    this.callback?.();
    this.#resolve(this.#answers);
  }

  /** Of the statement that is answered next, where it was described before. */
  #next(known: ReadonlyMap<string, Columns>): Columns | undefined {
    const message = this.#messages[this.#answers.length];
    return message && known.get(message.name);
  }
}

type BoundValues = (string | Buffer | null)[];

const planNames = new Map<string, string>();

/** One name with two texts would fail, but only on a connection that has seen the other: so the text is part of it. */
function planName(name: string, text: string): string {
  const known = planNames.get(text);
  if (known !== undefined) return known;
  const given = `${name}_${sha256Hex(text).slice(0, 8)}`;
  planNames.set(text, given);
  return given;
}
