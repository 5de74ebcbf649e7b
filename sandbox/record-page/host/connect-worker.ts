import type { RemoteChannel } from '@remote-ui/core';
import { createEndpoint, fromWebWorker } from '@remote-ui/rpc';
import { type HostApi, type WorkerApi, workerApiNames } from '../protocol.ts';

/** A started worker and how to talk to it. */
export type WorkerConnection = {
  readonly call: WorkerApi<RemoteChannel>;
  readonly end: () => void;
};

/** Starts a worker of its own for one extension: a card that loops or dies takes nothing else with it. */
export function connectWorker(host: HostApi, workerUrl = 'worker.js'): WorkerConnection {
  const worker = new Worker(workerUrl);
  const endpoint = createEndpoint<WorkerApi<RemoteChannel>>(fromWebWorker(worker), { callable: [...workerApiNames] });
  endpoint.expose({ ...host });
  return { call: endpoint.call, end: () => worker.terminate() };
}
