import { forwardFetch, readRecord, readRecords, runFunction } from '../app/control-api.ts';
import type { CrmRecord } from '../app/control-shapes.ts';
import { formatValue } from '../app/format-value.ts';
import { parseObjectType } from '../app/object-types.ts';
import type { FetchAssociationsRequest, FetchCrmSearchRequest } from '../hubspot-wire.ts';
import type { AlertRequest, HostApi, IframeRequest, PropertyValues } from '../protocol.ts';

/** What one extension's host needs from the page around it; read at the time of each call. */
export type HostSurroundings = {
  readonly portalId: number;
  readonly userId: number | undefined;
  readonly timeZone: string;
  readonly extensionName: string;
  readonly record: CrmRecord | undefined;
  readonly refreshRecord: () => Promise<void>;
  readonly addAlert: (alert: AlertRequest) => void;
  readonly openIframe: (request: IframeRequest) => Promise<void>;
  readonly closeOverlay: (id: string) => void;
  readonly navigateToPage: (to: string, params: Readonly<Record<string, string>>) => void;
  readonly onCrash: (message: string) => void;
};

/** How many rows HubSpot's hooks get when they name no page length. */
const defaultPageLength = 100;

/** Answers what an extension's worker asks. */
export function makeHostApi(surroundings: () => HostSurroundings): HostApi {
  return {
    fetch: (request) => forwardFetch(surroundings().portalId, surroundings().userId, request),
    runFunction: (request) => runFunction(surroundings().portalId, request),
    async readProperties(names) {
      const { portalId, record } = surroundings();
      if (!record) throw new Error('This extension is not on a record.');
      const { properties } = await readRecord(portalId, record.objectType, record.id);
      return pick(properties, names);
    },
    readAssociations: (request) => readAssociations(surroundings(), request),
    search: (request) => search(surroundings().portalId, request),
    formatProperties: async (properties, only) => formatAll(surroundings(), properties, only),
    addAlert: async (alert) => surroundings().addAlert(alert),
    reloadPage: async () => window.location.reload(),
    refreshRecord: () => surroundings().refreshRecord(),
    openIframe: (request) => surroundings().openIframe(request),
    closeOverlay: async (id) => surroundings().closeOverlay(id),
    copyText: (text) => navigator.clipboard.writeText(text),
    navigateToPage: async (to, params) => surroundings().navigateToPage(to, params),
    log: async (level, message) => console[level](`[${surroundings().extensionName}] ${message}`),
    reportCrash: async (message) => surroundings().onCrash(message),
  };
}

function pick(properties: PropertyValues, names: readonly string[] | '*'): PropertyValues {
  return names === '*' ? properties : Object.fromEntries(names.map((name) => [name, properties[name] ?? null]));
}

async function readAssociations({ portalId, record }: HostSurroundings, request: FetchAssociationsRequest) {
  const objectType = parseObjectType(request.toObjectType);
  const offset = request.offset ?? 0;
  const end = offset + (request.pageLength ?? defaultPageLength);
  const all = objectType && record ? record.associations[objectType] : [];
  const results = await Promise.all(
    all.slice(offset, end).map(async ({ id }) => ({
      toObjectId: Number(id),
      associationTypes: [{ category: 'HUBSPOT_DEFINED', typeId: 0, label: '' }],
      properties: objectType
        ? pick((await readRecord(portalId, objectType, id)).properties, request.properties ?? [])
        : {},
    })),
  );
  return { results, hasMore: end < all.length, nextOffset: end };
}

async function search(portalId: number, request: FetchCrmSearchRequest) {
  const objectType = parseObjectType(request.objectType) ?? request.objectType;
  const limit = request.pageLength ?? defaultPageLength;
  const offset = Number(request.after ?? 0);
  const found = await readRecords(portalId, objectType, { search: request.query ?? '', limit, offset });
  const end = offset + found.records.length;
  return {
    results: found.records.map(({ id, properties }) => ({
      objectId: Number(id),
      properties: pick(properties, request.properties ?? []),
    })),
    total: found.total,
    hasMore: end < found.total,
    ...(end < found.total ? { after: String(end) } : {}),
  };
}

function formatAll(
  { record, timeZone }: HostSurroundings,
  properties: PropertyValues,
  only: readonly string[] | 'all',
) {
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => {
      const definition = record?.definitions.find((candidate) => candidate.name === name);
      const wanted = only === 'all' || only.includes(name);
      return [name, wanted && value !== null ? formatValue(value, definition, timeZone) : value];
    }),
  );
}
