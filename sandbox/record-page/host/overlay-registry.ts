/** Which panels and modals of one extension are open, by the id the extension gave them. */
import { useSyncExternalStore } from 'react';

export type OverlayRegistry = ReturnType<typeof makeOverlayRegistry>;

export function makeOverlayRegistry() {
  const open = new Set<string>();
  const listeners = new Set<() => void>();
  const changed = () => {
    for (const listener of listeners) listener();
  };
  return {
    isOpen: (id: string) => open.has(id),
    open(id: string) {
      open.add(id);
      changed();
    },
    close(id: string) {
      open.delete(id);
      changed();
    },
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}

export function useIsOverlayOpen(registry: OverlayRegistry, id: string): boolean {
  return useSyncExternalStore(registry.subscribe, () => registry.isOpen(id));
}
