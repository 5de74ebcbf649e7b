import { setMaxListeners } from 'node:events';

/** Lets any number listen to a signal: where a whole batch does, Node would warn of a leak. */
export function allowManyListeners(signal: AbortSignal): void {
  setMaxListeners(0, signal);
}
