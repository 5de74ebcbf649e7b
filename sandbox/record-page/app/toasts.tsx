/** Short messages in the corner: those of extensions (`actions.addAlert`) and the page's own. */
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react';
import { Glyph } from '../components/glyph.tsx';
import type { AlertRequest } from '../protocol.ts';

type Toast = AlertRequest & { readonly key: number };
type Toasts = { readonly addToast: (alert: AlertRequest) => void };

/** Long enough to read two sentences; problems stay until closed. */
const shownMs = 6_000;
const glyphs = {
  info: 'info',
  warning: 'warning',
  success: 'checkCircle',
  danger: 'exclamationCircle',
  tip: 'bulb',
} as const;

/** React 18 passes the attribute on but its types do not know it yet. */
const manualPopover = { popover: 'manual' };

const ToastsContext = createContext<Toasts>({ addToast: () => {} });
export const useToasts = () => useContext(ToastsContext);

export function ToastsProvider({ children }: { readonly children: ReactNode }) {
  const [toasts, setToasts] = useState<readonly Toast[]>([]);
  const nextKey = useRef(0);
  const region = useRef<HTMLDivElement>(null);
  const remove = useCallback((gone: number) => setToasts((last) => last.filter(({ key }) => key !== gone)), []);
  const addToast = useCallback(
    (alert: AlertRequest) => {
      nextKey.current += 1;
      const key = nextKey.current;
      setToasts((last) => [...last.slice(-3), { ...alert, key }]);
      if (alert.type !== 'danger' && alert.type !== 'warning') window.setTimeout(() => remove(key), shownMs);
    },
    [remove],
  );
  useEffect(() => {
    // A dialog lies above everything but newer popovers, so the region is opened anew for every change.
    region.current?.hidePopover();
    if (toasts.length > 0) region.current?.showPopover();
  }, [toasts]);
  const value = useMemo(() => ({ addToast }), [addToast]);
  return (
    <ToastsContext.Provider value={value}>
      {children}
      <div ref={region} className="toasts" {...manualPopover} role="log" aria-live="polite">
        {toasts.map((toast) => (
          <div key={toast.key} className={`toast tone-${toast.type ?? 'info'}`}>
            <Glyph name={glyphs[toast.type ?? 'info']} size={18} />
            <div>
              {toast.title && <strong>{toast.title}</strong>}
              <p>{toast.message}</p>
            </div>
            <button type="button" className="icon-button" aria-label="Dismiss" onClick={() => remove(toast.key)}>
              <Glyph name="remove" size={14} />
            </button>
          </div>
        ))}
      </div>
    </ToastsContext.Provider>
  );
}
