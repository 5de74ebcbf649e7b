import DataLoader from 'dataloader';
import type { Statement } from './statement.ts';

interface Read {
  readonly organizationId: string;
  readonly statement: Statement;
}
type Rows = readonly unknown[];

/**
 * Sends what is read in one turn of the event loop together, each tenant's in a transaction of its own.
 *
 * @param readAll answers the statements of one tenant in their order; when it throws, all of them fail with that
 */
export function gatherReads(
  readAll: (organizationId: string, statements: readonly Statement[]) => Promise<readonly Rows[]>,
): Pick<DataLoader<Read, Rows>, 'load'> {
  return new DataLoader<Read, Rows>(
    async (asked) => {
      const answers = new Map<Read, Rows | Error>();
      const readThoseOf = async (organizationId: string) => {
        const ours = asked.filter((read) => read.organizationId === organizationId);
        const found = await readAll(
          organizationId,
          ours.map(({ statement }) => statement),
        ).catch((error: unknown) => toError(error));
        for (const [index, read] of ours.entries()) {
          answers.set(read, found instanceof Error ? found : (found[index] ?? []));
        }
      };
      await Promise.all([...new Set(asked.map(({ organizationId }) => organizationId))].map(readThoseOf));
      return asked.map((read) => answers.get(read) ?? []);
    },
    { cache: false },
  );
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
