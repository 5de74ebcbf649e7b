/** Ties a component with an `overlay` prop to the panel, modal or tooltip inside it. */
import { createContext, type ReactNode, type RefObject, useId, useMemo, useRef, useState } from 'react';

export type OverlayTrigger = {
  readonly anchor: RefObject<HTMLElement>;
  readonly tooltipId: string;
  /** Panels and modals follow clicks; tooltips follow pointer and focus. */
  readonly isOpen: boolean;
  readonly isPointed: boolean;
  readonly close: () => void;
};

export const OverlayTriggerContext = createContext<OverlayTrigger | undefined>(undefined);

export function useOverlayTrigger(overlay: ReactNode) {
  const anchor = useRef<HTMLElement>(null);
  const tooltipId = useId();
  const [isOpen, setOpen] = useState(false);
  const [isPointed, setPointed] = useState(false);
  const trigger = useMemo(
    () => ({ anchor, tooltipId, isOpen, isPointed, close: () => setOpen(false) }),
    [tooltipId, isOpen, isPointed],
  );
  const show = () => setPointed(true);
  const hide = () => setPointed(false);
  const hear = { onMouseEnter: show, onMouseLeave: hide, onFocus: show, onBlur: hide };
  return {
    toggle: () => setOpen((last) => !last),
    open: () => setOpen(true),
    props: overlay ? { ...hear, 'aria-describedby': isPointed ? tooltipId : undefined } : {},
    /** Wraps the trigger so that a tooltip knows where it is, whatever element the trigger is. */
    wrap: (node: ReactNode) =>
      overlay ? (
        <span className="overlay-anchor" ref={anchor}>
          {node}
        </span>
      ) : (
        node
      ),
    slot: overlay ? <OverlayTriggerContext.Provider value={trigger}>{overlay}</OverlayTriggerContext.Provider> : null,
  };
}
