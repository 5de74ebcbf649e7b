import type { PropertyValues } from '../protocol.ts';

type Listener = { readonly names: readonly string[] | '*'; readonly onChange: (properties: PropertyValues) => void };

/** Those who asked to hear of changed property values of the record on the page. */
export type PropertyListeners = ReturnType<typeof makePropertyListeners>;

export function makePropertyListeners() {
  const listeners = new Set<Listener>();
  return {
    /** @returns a function that ends the subscription */
    add(listener: Listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    notify(properties: PropertyValues) {
      for (const listener of listeners) listener.onChange(pickProperties(properties, listener.names));
    },
  };
}

/** Takes the named values; a name the record does not have is `null`, as HubSpot's hook expects. */
export function pickProperties(properties: PropertyValues, names: readonly string[] | '*'): PropertyValues {
  if (names === '*') return properties;
  return Object.fromEntries(names.map((name) => [name, properties[name] ?? null]));
}
