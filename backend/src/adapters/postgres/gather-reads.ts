import DataLoader from 'dataloader';
import type { Statement } from './statement.ts';

interface Read {
  /** undefined: public data, which any tenant may read. */
  readonly organizationId: string | undefined;
  readonly statement: Statement;
}
type Rows = readonly unknown[];

/**
 * Sends what is read in one turn of the event loop together, each tenant's in a transaction of its own; public data goes
 * with the first tenant's.
 *
 * @param readAll answers the statements of one tenant, or of none, in their order; when it throws, all of them fail with that
 */
export function gatherReads(
  readAll: (organizationId: string | undefined, statements: readonly Statement[]) => Promise<readonly Rows[]>,
): Pick<DataLoader<Read, Rows>, 'load'> {
  return new DataLoader<Read, Rows>(
    async (asked) => {
      const answers = new Map<Read, Rows | Error>();
      const tenants = new Set(asked.flatMap(({ organizationId }) => organizationId ?? []));
      const [first] = tenants;
      const readThoseOf = async (organizationId: string | undefined) => {
        const ours = asked.filter((read) => (read.organizationId ?? first) === organizationId);
        const found = await readAll(
          organizationId,
          ours.map(({ statement }) => statement),
        ).catch((error: unknown) => toError(error));
        for (const [index, read] of ours.entries()) {
          answers.set(read, found instanceof Error ? found : (found[index] ?? []));
        }
      };
      await Promise.all((tenants.size > 0 ? [...tenants] : [undefined]).map(readThoseOf));
      return asked.map((read) => answers.get(read) ?? []);
    },
    { cache: false },
  );
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
