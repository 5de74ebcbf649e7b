/** Stand-ins for windows over the page: panels, modals, tooltips. */
import type {
  ModalBodyProps,
  ModalFooterProps,
  ModalProps,
  PanelBodyProps,
  PanelFooterProps,
  PanelProps,
  PanelSectionProps,
  TooltipProps,
} from '@hubspot/ui-extensions';
import { useContext, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { useFrame } from '../host/frame-context.ts';
import { useIsOverlayOpen } from '../host/overlay-registry.ts';
import { Dialog } from './dialog.tsx';
import { OverlayTriggerContext } from './overlay-trigger.tsx';
import { type SizeLetter, sizeLetter } from './spacing.ts';

/** Open by the button it hangs on, or by its id through the reactions and `actions.closeOverlay`. */
function useOverlay(id: string, onOpen?: () => void, onClose?: () => void) {
  const { overlays } = useFrame();
  const trigger = useContext(OverlayTriggerContext);
  const isOpenById = useIsOverlayOpen(overlays, id);
  const openedByTrigger = trigger?.isOpen ?? false;
  const latest = useRef({ onOpen, onClose });
  latest.current = { onOpen, onClose };

  useEffect(() => {
    // From here on the registry alone decides, so that every way of closing works for every way of opening.
    if (openedByTrigger) {
      overlays.open(id);
      trigger?.close();
    }
  }, [openedByTrigger, overlays, id, trigger]);
  useEffect(() => {
    if (!isOpenById) return;
    void latest.current.onOpen?.();
    return () => void latest.current.onClose?.();
  }, [isOpenById]);
  return { isOpen: isOpenById, close: () => overlays.close(id) };
}

const widths: Readonly<Record<SizeLetter, 'sm' | 'md' | 'lg'>> = { xs: 'sm', sm: 'sm', md: 'md', lg: 'lg', xl: 'lg' };

export function Panel({ id, title = '', width, onOpen, onClose, children, 'aria-label': label }: PanelProps) {
  const { isOpen, close } = useOverlay(id, onOpen, onClose);
  if (!isOpen) return null;
  return (
    <Dialog kind="panel" title={title} label={label} width={widths[sizeLetter(width, 'sm')]} onClose={close}>
      {children}
    </Dialog>
  );
}

export function Modal({ id, title = '', width, variant, onOpen, onClose, children, 'aria-label': label }: ModalProps) {
  const { isOpen, close } = useOverlay(id, onOpen, onClose);
  if (!isOpen) return null;
  const tone = variant === 'danger' ? 'danger' : undefined;
  return (
    <Dialog
      kind="modal"
      title={title}
      label={label}
      tone={tone}
      width={widths[sizeLetter(width, 'sm')]}
      onClose={close}
    >
      {children}
    </Dialog>
  );
}

export const PanelBody = ({ children }: PanelBodyProps) => <div className="dialog-body">{children}</div>;
export const PanelFooter = ({ children }: PanelFooterProps) => <footer className="dialog-foot">{children}</footer>;
export const ModalBody = ({ children }: ModalBodyProps) => <div className="dialog-body">{children}</div>;
export const ModalFooter = ({ children }: ModalFooterProps) => <footer className="dialog-foot">{children}</footer>;

export function PanelSection({ flush = false, children }: PanelSectionProps) {
  return <section className={`dialog-section ${flush ? 'flush' : ''}`}>{children}</section>;
}

const gapPx = 8;

export function Tooltip({ placement = 'top', children }: TooltipProps) {
  const trigger = useContext(OverlayTriggerContext);
  const bubble = useRef<HTMLDivElement>(null);
  const [position, setPosition] = useState({ left: 0, top: 0 });
  const isShown = trigger?.isPointed ?? false;
  useLayoutEffect(() => {
    const anchor = trigger?.anchor.current?.firstElementChild?.getBoundingClientRect();
    const own = bubble.current?.getBoundingClientRect();
    if (!isShown || !anchor || !own) return;
    setPosition(placeBeside(anchor, own, placement));
  }, [isShown, placement, trigger]);
  if (!isShown) return null;
  return createPortal(
    <div ref={bubble} role="tooltip" id={trigger?.tooltipId} className="c-tooltip" style={position}>
      {children}
    </div>,
    trigger?.anchor.current?.closest('dialog') ?? document.body,
  );
}

function placeBeside(anchor: DOMRect, own: DOMRect, placement: string) {
  const middle = anchor.left + anchor.width / 2 - own.width / 2;
  const centre = anchor.top + anchor.height / 2 - own.height / 2;
  const left =
    placement === 'left' ? anchor.left - own.width - gapPx : placement === 'right' ? anchor.right + gapPx : middle;
  const top =
    placement === 'bottom' ? anchor.bottom + gapPx : placement === 'top' ? anchor.top - own.height - gapPx : centre;
  return {
    left: Math.max(gapPx, Math.min(left, window.innerWidth - own.width - gapPx)),
    top: top < gapPx ? anchor.bottom + gapPx : top,
  };
}
