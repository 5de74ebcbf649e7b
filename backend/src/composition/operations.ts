import type { CurrentState } from '../adapters/metrics/state-gauges.ts';
import { makeWorkStateReader } from '../adapters/postgres/work-state.ts';
import { describeRegisterAge } from '../domain/company/register-age.ts';
import type { OperationsDeps } from '../http/routes/operations.ts';
import type { CrmOauth } from '../ports/crm-oauth.ts';
import type { SummaryAnswer, SummaryWriter } from '../ports/summary-writer.ts';
import type { Adapters } from './make-adapters.ts';

/** Puts the counters around the ports whose use is worth an alert; the ports themselves know nothing of them. */
export function countUse(adapters: Adapters): Adapters {
  const { metrics, queue, oauth, writer } = adapters;
  return {
    ...adapters,
    queue: {
      ...queue,
      bury: async (job, end) => {
        await queue.bury(job, end);
        metrics.observeJobGivenUp(job.jobClass);
      },
    },
    oauth: oauth && countRefreshes(oauth, metrics),
    writer: writer && countAnswers(writer, metrics),
  };
}

function countRefreshes(oauth: CrmOauth, metrics: Adapters['metrics']): CrmOauth {
  return {
    ...oauth,
    refresh: async (refreshToken) => {
      try {
        const result = await oauth.refresh(refreshToken);
        metrics.observeTokenRefresh(result.kind);
        return result;
      } catch (error) {
        metrics.observeTokenRefresh('failed');
        throw error;
      }
    },
  };
}

function countAnswers(writer: SummaryWriter, metrics: Adapters['metrics']): SummaryWriter {
  const counted = (answer: SummaryAnswer): SummaryAnswer => {
    metrics.observeModelAnswer(answer.kind);
    return answer;
  };
  return { ...writer, write: async (request) => counted(await writer.write(request)) };
}

/** What the operations routes need; `/metrics` reads the database at each scrape. */
export function makeOperations(
  adapters: Adapters,
  settings: { readonly metricsToken: string | undefined; readonly notes: readonly string[] },
): OperationsDeps {
  const { metrics, readiness } = adapters;
  return {
    readiness,
    metrics: { contentType: metrics.contentType, read: () => metrics.read(() => readCurrentState(adapters)) },
    metricsToken: settings.metricsToken,
    configurationNotes: settings.notes,
  };
}

/** Asks all parts at once; what gives no answer is null, since the other numbers are then needed most. */
async function readCurrentState({ database, readiness, register, clock }: Adapters): Promise<CurrentState> {
  const { pool } = database;
  const connections = { busy: pool.totalCount - pool.idleCount, idle: pool.idleCount, waiting: pool.waitingCount };
  const [ready, work, companies] = await Promise.all([
    readiness.check(),
    makeWorkStateReader(database)
      .read()
      .catch(() => null),
    register.readState().catch(() => null),
  ]);
  const today = clock.now().toISOString().slice(0, 10);
  return {
    ready,
    work,
    register: companies && {
      companies: companies.companies,
      ageDays: describeRegisterAge(companies.snapshotOn, today).ageDays,
    },
    connections,
  };
}
