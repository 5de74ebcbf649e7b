/** A window over the page: the browser's own dialog gives the focus trap, Escape and the backdrop. */
import { type ReactNode, type SyntheticEvent, useEffect, useRef } from 'react';
import { createPortal } from 'react-dom';
import { Glyph } from './glyph.tsx';

type Props = {
  readonly title: string;
  readonly label?: string | undefined;
  readonly kind: 'modal' | 'panel';
  readonly width?: 'sm' | 'md' | 'lg' | 'auto';
  readonly tone?: 'danger' | undefined;
  readonly onClose: () => void;
  readonly children?: ReactNode;
};

const stop = (event: SyntheticEvent) => event.stopPropagation();

export function Dialog({ title, label, kind, width = 'md', tone, onClose, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  // React events climb through portals: without the stop, a click in here would also be a click on the opener.
  return createPortal(
    <dialog
      ref={dialog}
      className={`dialog dialog-${kind} dialog-${width} ${tone ?? ''}`}
      aria-label={label ?? title}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onMouseDown={(event) => event.target === dialog.current && onClose()}
      onClick={stop}
      onSubmit={stop}
      onKeyDown={stop}
      onChange={stop}
    >
      <div className="dialog-box">
        <header className="dialog-head">
          <h2>{title}</h2>
          <button type="button" className="icon-button" aria-label="Close" onClick={onClose}>
            <Glyph name="remove" />
          </button>
        </header>
        {children}
      </div>
    </dialog>,
    document.body,
  );
}
