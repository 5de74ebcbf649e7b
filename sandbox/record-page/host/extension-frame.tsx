/** One extension on the page: its worker, what it rendered, and what to say while it loads or when it fails. */
import { createRemoteReceiver, RemoteRenderer } from '@remote-ui/react/host';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { CrmRecord, Extension } from '../app/control-shapes.ts';
import { usePortal } from '../app/portal-context.ts';
import { appPageHref, navigate } from '../app/router.ts';
import { useToasts } from '../app/toasts.tsx';
import { componentController } from '../components/controller.ts';
import type { PageLocation } from '../protocol.ts';
import { connectWorker, type WorkerConnection } from './connect-worker.ts';
import { buildExtensionContext, type ExtensionTarget } from './extension-context.ts';
import { ExtensionFailure, ExtensionSkeleton } from './extension-states.tsx';
import { FrameContext } from './frame-context.ts';
import { type HostSurroundings, makeHostApi } from './host-api.ts';
import { HostErrorBoundary } from './host-error-boundary.tsx';
import { makeOverlayRegistry } from './overlay-registry.ts';
import { useIframeModal } from './use-iframe-modal.tsx';

type Props = {
  readonly extension: Extension;
  readonly target: ExtensionTarget;
  readonly refreshRecord?: () => Promise<void>;
  readonly pageLocation?: PageLocation;
};

const rootPage: PageLocation = { path: '/', params: {} };

export function ExtensionFrame(props: Props) {
  const [attempt, setAttempt] = useState(0);
  // A rebuilt bundle has another address: the card then starts anew with it.
  return (
    <ExtensionRun
      key={`${props.extension.bundleUrl}#${attempt}`}
      {...props}
      onRetry={() => setAttempt((last) => last + 1)}
    />
  );
}

type RunState = { readonly kind: 'starting' | 'running' } | { readonly kind: 'failed'; readonly message: string };

function ExtensionRun(props: Props & { readonly onRetry: () => void }) {
  const { extension, target, pageLocation = rootPage, onRetry } = props;
  const { portal, user, app, extensions } = usePortal();
  const { addToast } = useToasts();
  const iframe = useIframeModal();
  const overlays = useMemo(makeOverlayRegistry, []);
  const receiver = useMemo(createRemoteReceiver, []);
  const connection = useRef<WorkerConnection>();
  const [state, setState] = useState<RunState>({ kind: 'starting' });
  const record = target.kind === 'record' ? target.record : undefined;
  // An app has one page component; cards and settings can send people to it.
  const pageUid = extensions.find(({ type }) => type === 'page')?.uid ?? extension.uid;

  const surroundings = useRef<HostSurroundings>();
  surroundings.current = {
    portalId: portal.id,
    userId: user?.id,
    timeZone: portal.timeZone,
    extensionName: extension.name,
    record,
    refreshRecord: props.refreshRecord ?? (async () => {}),
    addAlert: addToast,
    openIframe: iframe.open,
    closeOverlay: overlays.close,
    navigateToPage: (to, params) => navigate(appPageHref(portal.id, pageUid, to, params)),
    onCrash: (message) => setState({ kind: 'failed', message }),
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: the context is taken once, at the start, as in HubSpot; another record or person mounts another frame by key
  useEffect(() => {
    const started = connectWorker(makeHostApi(() => present(surroundings.current)));
    connection.current = started;
    const context = buildExtensionContext({ portal, user, app, extension, target });
    started.call.run(receiver.receive, { bundleUrl: absolute(extension.bundleUrl), context, pageLocation }).then(
      () => setState((last) => (last.kind === 'starting' ? { kind: 'running' } : last)),
      (error: unknown) => setState({ kind: 'failed', message: error instanceof Error ? error.message : String(error) }),
    );
    return started.end;
  }, []);

  useRecordUpdates(connection, record);
  const { path } = pageLocation;
  const parameters = JSON.stringify(pageLocation.params);
  useEffect(() => {
    void connection.current?.call.pageLocationChanged({ path, params: JSON.parse(parameters) });
  }, [path, parameters]);

  const frame = {
    portalId: portal.id,
    timeZone: portal.timeZone,
    record,
    overlays,
    pageHref: (to: string, params?: Readonly<Record<string, string>>) => appPageHref(portal.id, pageUid, to, params),
    explainMissing: (what: string) =>
      addToast({ type: 'info', message: `${what} opens in HubSpot; the local stand-in has no such window.` }),
  };
  return (
    <FrameContext.Provider value={frame}>
      <div className="extension" data-extension={extension.uid} data-state={state.kind}>
        {state.kind === 'starting' && <ExtensionSkeleton />}
        {state.kind === 'failed' ? (
          <ExtensionFailure message={state.message} bundleUrl={extension.bundleUrl} onRetry={onRetry} />
        ) : (
          <HostErrorBoundary onRetry={onRetry}>
            <RemoteRenderer receiver={receiver} controller={componentController} />
          </HostErrorBoundary>
        )}
      </div>
      {iframe.element}
    </FrameContext.Provider>
  );
}

/** Tells the worker when the record's values changed, whoever changed them. */
function useRecordUpdates(
  connection: { readonly current: WorkerConnection | undefined },
  record: CrmRecord | undefined,
) {
  const values = record?.properties;
  const last = useRef(values);
  useEffect(() => {
    if (values && values !== last.current) void connection.current?.call.recordChanged(values);
    last.current = values;
  }, [connection, values]);
}

function absolute(url: string): string {
  return new URL(url, window.location.href).href;
}

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('The extension frame is gone.');
  return value;
}
