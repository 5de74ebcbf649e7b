import type { AlertRequest, ExtensionContext, HostApi, IframeRequest, PropertyValues } from '../protocol.ts';
import type { PropertyListeners } from './property-listeners.ts';

/** What `hubspot.extend()` hands to an extension and the `useExtension…` hooks answer. */
export type ExtensionApi = ReturnType<typeof makeExtensionApi>;

/** Settings, pages and bulk actions have no record, so they lack the three record actions; calling one throws, as in HubSpot. */
export function makeExtensionApi(context: ExtensionContext, host: HostApi, listeners: PropertyListeners) {
  const isOnRecord = context.location.startsWith('crm.record.');
  return {
    context,
    actions: { ...makePageActions(host), ...(isOnRecord ? makeRecordActions(host, listeners) : {}) },
    runServerlessFunction: async () => ({
      status: 'ERROR',
      message: 'Serverless functions are not available to marketplace apps.',
    }),
  };
}

function makePageActions(host: HostApi) {
  return {
    addAlert: (alert: AlertRequest) =>
      void host.addAlert({ type: alert.type, message: alert.message, title: alert.title }),
    reloadPage: () => void host.reloadPage(),
    closeOverlay: (id: string) => void host.closeOverlay(id),
    copyTextToClipboard: (text: string) => host.copyText(text),
    navigateToPage: (options: { to: string; params?: Record<string, string> }) =>
      void host.navigateToPage(options.to, options.params ?? {}),
    openIframeModal: (request: IframeRequest, onClose?: () => void) => {
      void host.openIframe(request).then(onClose);
    },
  };
}

function makeRecordActions(host: HostApi, listeners: PropertyListeners) {
  return {
    fetchCrmObjectProperties: (names: readonly string[] | '*') => host.readProperties(names),
    refreshObjectProperties: () => void host.refreshRecord(),
    onCrmPropertiesUpdate: (names: readonly string[] | '*', onChange: (properties: PropertyValues) => void) => {
      listeners.add({ names, onChange });
    },
  };
}
