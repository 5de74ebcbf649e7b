import { useRef, useState } from 'react';
import { Dialog } from '../components/dialog.tsx';
import type { IframeRequest } from '../protocol.ts';

/** The one frame window an extension may have open (`actions.openIframeModal`). */
export function useIframeModal() {
  const [request, setRequest] = useState<IframeRequest>();
  const onClosed = useRef<() => void>();
  const open = (next: IframeRequest) =>
    new Promise<void>((resolve) => {
      onClosed.current?.();
      onClosed.current = resolve;
      setRequest(next);
    });
  const close = () => {
    setRequest(undefined);
    onClosed.current?.();
    onClosed.current = undefined;
  };
  const element = request && (
    <Dialog title={request.title ?? ''} kind="modal" width="auto" onClose={close}>
      <iframe
        className="iframe"
        title={request.title ?? 'Embedded page'}
        src={request.uri}
        style={{ width: request.width, height: request.height }}
      />
    </Dialog>
  );
  return { open, element };
}
