import type { PageLocation } from '../protocol.ts';

/** Where inside an app page the person is; an external store, because HubSpot's router reads it through a hook. */
export type PageLocationStore = ReturnType<typeof makePageLocationStore>;

export function makePageLocationStore() {
  let current: PageLocation = { path: '/', params: {} };
  const listeners = new Set<() => void>();
  return {
    read: () => current,
    set(location: PageLocation) {
      current = location;
      for (const listener of listeners) listener();
    },
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
