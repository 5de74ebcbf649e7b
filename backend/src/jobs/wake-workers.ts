import type { WorkerEvents } from 'graphile-worker';
import { z } from 'zod';
import { type DueAlarms, makeDueAlarms } from './due-alarms.ts';

/** What the database says when a job is put off for less than a sign of life. */
const putOff = z.object({ dueInMs: z.number().min(0) });

/** Wakes idle workers of the queue at the time of jobs that were put off; of new ones the queue hears by itself. */
export function wakeWorkers(events: WorkerEvents, concurrency: number): DueAlarms {
  let wake = (_workers: number) => {};
  const alarms = makeDueAlarms((jobs) => wake(Math.min(jobs, concurrency)));
  events.on('pool:create', ({ workerPool }) => {
    wake = (workers) => workerPool.nudge(workers);
  });
  const stop = () => {
    // A worker that has ended throws when it is woken.
    wake = () => {};
    alarms.stop();
  };
  events.on('worker:release', stop);
  events.on('pool:gracefulShutdown', stop);
  events.on('pool:forcefulShutdown', stop);
  events.on('pool:listen:notification', ({ message }) => {
    const told = putOff.safeParse(parseJson(message.payload)).data;
    if (told) alarms.add(told.dueInMs);
  });
  return { ...alarms, stop };
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined; // somebody else's message on the queue's channel
  }
}
