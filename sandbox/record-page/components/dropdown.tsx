/** The stand-in for a menu behind a button. */
import type { DropdownButtonItemProps, DropdownProps } from '@hubspot/ui-extensions';
import { type KeyboardEvent, useRef, useState } from 'react';
import { useFrame } from '../host/frame-context.ts';
import { makeClick } from './clicks.ts';
import { Glyph } from './glyph.tsx';
import { useOverlayTrigger } from './overlay-trigger.tsx';
import { sizeLetter } from './spacing.ts';
import { useOutsideClose } from './use-outside-close.ts';

export function Dropdown(props: DropdownProps) {
  const {
    options = [],
    variant = 'secondary',
    buttonText = 'Actions',
    buttonSize,
    disabled = false,
    testId,
    children,
  } = props;
  const [isOpen, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  useOutsideClose(root, isOpen, () => setOpen(false));
  return (
    <div className="c-dropdown" ref={root} data-testid={testId}>
      <button
        type="button"
        className={`button ${variant} button-${sizeLetter(buttonSize, 'md')}`}
        disabled={disabled}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        {buttonText} <Glyph name="downCarat" size={14} />
      </button>
      {/* Hidden, not removed: a panel opened by an item must outlive the menu. Any choice closes the menu. */}
      <div
        className="menu"
        role="menu"
        tabIndex={-1}
        hidden={!isOpen}
        onClick={() => setOpen(false)}
        onKeyDown={moveFocus}
      >
        {options.map((option) => (
          <button type="button" role="menuitem" key={option.label} onClick={() => option.onClick?.()}>
            {option.label}
          </button>
        ))}
        {children}
      </div>
    </div>
  );
}

function moveFocus(event: KeyboardEvent<HTMLElement>) {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return;
  event.preventDefault();
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=menuitem]')];
  const at = items.findIndex((one) => one.matches(':focus'));
  items[(at + step + items.length) % items.length]?.focus();
}

export function DropdownButtonItem({ onClick, overlay, testId, children }: DropdownButtonItemProps) {
  const { overlays } = useFrame();
  const trigger = useOverlayTrigger(overlay);
  return (
    <>
      <button type="button" role="menuitem" data-testid={testId} onClick={makeClick(onClick, overlays, trigger.toggle)}>
        {children}
      </button>
      {trigger.slot}
    </>
  );
}
