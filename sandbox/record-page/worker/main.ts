/**
 * The worker one extension runs in: puts the globals `@hubspot/ui-extensions` reads onto `self`, loads the untouched
 * bundle HubSpot's bundler made, and renders what it registers into the page's channel.
 */
import { createRemoteRoot, type RemoteChannel } from '@remote-ui/core';
import { createRoot } from '@remote-ui/react';
import { createEndpoint, retain } from '@remote-ui/rpc';
import { createElement, type ReactElement } from 'react';
import { type HostApi, hostApiNames, type WorkerApi } from '../protocol.ts';
import { CrashBoundary } from './crash-boundary.ts';
import { makeExtensionApi } from './extension-api.ts';
import { makePageLocationStore } from './page-location-store.ts';
import { makePropertyListeners } from './property-listeners.ts';
import { installWorkerGlobals } from './worker-globals.ts';

declare function importScripts(...urls: string[]): void;

const endpoint = createEndpoint<HostApi>(
  {
    postMessage: (message, transfer) => self.postMessage(message, { transfer: transfer ?? [] }),
    addEventListener: (_event, listener) => self.addEventListener('message', listener),
    removeEventListener: (_event, listener) => self.removeEventListener('message', listener),
  },
  { callable: [...hostApiNames] },
);
const host: HostApi = endpoint.call;
const propertyListeners = makePropertyListeners();
const pageLocation = makePageLocationStore();

const api: WorkerApi<RemoteChannel> = {
  async run(channel, start) {
    retain(channel);
    pageLocation.set(start.pageLocation);
    const extensionApi = makeExtensionApi(start.context, host, propertyListeners);
    let render: ((api: typeof extensionApi) => ReactElement) | undefined;
    installWorkerGlobals({
      api: extensionApi,
      host,
      propertyListeners,
      pageLocation,
      onExtend: (callback) => {
        render = callback;
      },
    });
    importScripts(start.bundleUrl);
    if (!render) throw new Error('The bundle was loaded but never called hubspot.extend().');
    const root = createRemoteRoot(channel);
    const onCrash = (message: string) => void host.reportCrash(message);
    const children = createElement(() => render?.(extensionApi) ?? null);
    createRoot(root).render(createElement(CrashBoundary, { onCrash, children }));
    await root.mount();
  },
  async recordChanged(properties) {
    propertyListeners.notify(properties);
  },
  async pageLocationChanged(location) {
    pageLocation.set(location);
  },
};

endpoint.expose(api);
self.addEventListener('unhandledrejection', (event) => {
  event.preventDefault();
  void host.log('error', `Unhandled: ${String(event.reason)}`);
});
