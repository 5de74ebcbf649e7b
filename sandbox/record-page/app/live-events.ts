/** Changes in the local HubSpot, pushed to the page; one connection for the whole app. */
import { createContext, useContext, useEffect, useRef } from 'react';
import { eventShape, type LiveEvent } from './control-shapes.ts';

type Listener = (event: LiveEvent) => void;

export type LiveEvents = ReturnType<typeof connectLiveEvents>;

/** Connects to the event stream; the browser reconnects by itself, and a reconnection counts as "anything may have changed". */
export function connectLiveEvents(url = '/__sandbox/events') {
  const listeners = new Set<Listener>();
  const source = new EventSource(url);
  let wasOpen = false;
  const emit = (event: LiveEvent) => {
    for (const listener of listeners) listener(event);
  };
  source.addEventListener('message', (message) => emit(parseEvent(message.data)));
  source.addEventListener('open', () => {
    if (wasOpen) emit({});
    wasOpen = true;
  });
  return {
    subscribe(listener: Listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}

function parseEvent(data: unknown): LiveEvent {
  const parsed = eventShape.safeParse(typeof data === 'string' ? safeJson(data) : undefined);
  return parsed.success ? parsed.data : {};
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // Not ours to judge: an unreadable event means "read again".
  }
}

export const LiveEventsContext = createContext<LiveEvents | undefined>(undefined);

/** Calls back on every event; the latest callback is used without reconnecting. */
export function useLiveEvents(onEvent: Listener): void {
  const events = useContext(LiveEventsContext);
  const latest = useRef(onEvent);
  latest.current = onEvent;
  useEffect(() => events?.subscribe((event) => latest.current(event)), [events]);
}
