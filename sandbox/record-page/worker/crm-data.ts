import type {
  FetchAssociationsRequest,
  FetchCrmSearchRequest,
  FetchHookOptions,
  FormattingOptions,
} from '../hubspot-wire.ts';
import type { HostApi, PropertyValues } from '../protocol.ts';
import type { PropertyListeners } from './property-listeners.ts';

/** HubSpot's hooks want something with a `json()`; failures travel as `{error}` inside it. */
async function answer<T>(read: () => Promise<T>, cleanup: () => void = () => {}) {
  const result = await read().then(
    (data) => ({ data, cleanup }),
    (error: unknown) => ({ error: error instanceof Error ? error.message : String(error) }),
  );
  return { ok: !('error' in result), json: async () => result };
}

type Format = <T extends { readonly properties: PropertyValues }>(
  rows: readonly T[],
  options?: FetchHookOptions,
) => Promise<T[]>;

/** Makes the worker functions behind `useCrmProperties`, `useAssociations`, `useCrmSearch` and `formatCrmProperties`. */
export function makeCrmData(host: HostApi, listeners: PropertyListeners) {
  const formatted = async (properties: PropertyValues, options?: FetchHookOptions) =>
    options?.propertiesToFormat
      ? host.formatProperties(properties, options.propertiesToFormat, options.formattingOptions)
      : properties;
  const formattedRows: Format = (rows, options) =>
    Promise.all(rows.map(async (row) => ({ ...row, properties: await formatted(row.properties, options) })));

  return {
    fetchCrmProperties(
      names: readonly string[],
      onUpdate: (properties: PropertyValues) => void,
      options?: FetchHookOptions,
    ) {
      const stop = listeners.add({
        names,
        onChange: (properties) => void formatted(properties, options).then(onUpdate),
      });
      return answer(async () => formatted(await host.readProperties(names), options), stop);
    },
    fetchAssociations: (request: FetchAssociationsRequest, options?: FetchHookOptions) =>
      answer(async () => {
        const page = await host.readAssociations(request);
        return { ...page, results: await formattedRows(page.results, options) };
      }),
    fetchCrmSearch: (request: FetchCrmSearchRequest, options?: FetchHookOptions) =>
      answer(async () => {
        const page = await host.search(request);
        return { ...page, results: await formattedRows(page.results, options) };
      }),
    async formatCrmProperties(request: {
      readonly propertiesList: readonly PropertyValues[];
      readonly formattingOptions?: FormattingOptions;
    }) {
      const list = await Promise.all(
        request.propertiesList.map((properties) => host.formatProperties(properties, 'all', request.formattingOptions)),
      );
      return { ok: true, json: async () => list };
    },
  };
}
