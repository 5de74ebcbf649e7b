import * as RemoteUI from '@remote-ui/react';
import * as React from 'react';
import type { HostApi, LogLevel } from '../protocol.ts';
import { makeCrmData } from './crm-data.ts';
import type { ExtensionApi } from './extension-api.ts';
import { makeHubSpotFetch } from './hubspot-fetch.ts';
import type { PageLocationStore } from './page-location-store.ts';
import type { PropertyListeners } from './property-listeners.ts';

type WorkerGlobals = {
  readonly api: ExtensionApi;
  readonly host: HostApi;
  readonly propertyListeners: PropertyListeners;
  readonly pageLocation: PageLocationStore;
  readonly onExtend: (render: (api: ExtensionApi) => React.ReactElement) => void;
};

/**
 * Puts on `self` what HubSpot's worker has there, and nothing else: a card that leans on more would fail in HubSpot.
 *
 * Must run before the bundle: the package reads `extend_V2` and the worker flag once, while it is imported.
 */
export function installWorkerGlobals(globals: WorkerGlobals): void {
  const { api, host, pageLocation } = globals;
  const log = (level: LogLevel) => (message: unknown) => void host.log(level, String(message));
  Object.assign(self, {
    __HUBSPOT_EXTENSION_WORKER__: true,
    React,
    RemoteUI,
    extend_V2: globals.onExtend,
    logger: { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') },
    hsFetch: makeHubSpotFetch(host),
    serverless: (uid: string, { parameters }: { readonly parameters?: unknown } = {}) =>
      host.runFunction({ uid, parameters }),
    hsWorkerAPI: {
      useExtensionContext: () => api.context,
      useExtensionActions: () => api.actions,
      useExtensionApi: () => api,
      useAppPageLocation: () => React.useSyncExternalStore(pageLocation.subscribe, pageLocation.read),
      fetchHubSpotApi: () => Promise.reject(new Error('fetchHubSpotApi is not part of the local stand-in.')),
      ...makeCrmData(host, globals.propertyListeners),
    },
  });
}
