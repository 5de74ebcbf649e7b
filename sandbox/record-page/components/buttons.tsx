/** Stand-ins to press: buttons, links, menus. */
import type { ButtonProps, ButtonRowProps, LinkProps, LoadingButtonProps } from '@hubspot/ui-extensions';
import { useEffect, useRef } from 'react';
import { useFrame } from '../host/frame-context.ts';
import { hrefOf, makeClick } from './clicks.ts';
import { Glyph } from './glyph.tsx';
import { useOverlayTrigger } from './overlay-trigger.tsx';
import { sizeLetter } from './spacing.ts';

export function Button(props: ButtonProps) {
  const {
    variant = 'secondary',
    size,
    disabled = false,
    type = 'button',
    href,
    onClick,
    overlay,
    truncate,
    testId,
  } = props;
  const { overlays } = useFrame();
  const trigger = useOverlayTrigger(overlay);
  const target = hrefOf(href);
  const className = `button ${variant} button-${sizeLetter(size, 'md')} ${truncate ? 'truncate' : ''}`;
  const click = makeClick(onClick, overlays, trigger.toggle);
  return (
    <>
      {trigger.wrap(
        target.url && !disabled ? (
          <a
            className={className}
            href={target.url}
            target="_blank"
            rel="noreferrer"
            data-testid={testId}
            onClick={click}
            {...trigger.props}
          >
            {props.children}
          </a>
        ) : (
          <button
            type={type}
            className={className}
            disabled={disabled}
            data-testid={testId}
            onClick={click}
            {...trigger.props}
          >
            {props.children}
          </button>
        ),
      )}
      {trigger.slot}
    </>
  );
}

export function LoadingButton(props: LoadingButtonProps) {
  const {
    variant = 'secondary',
    size,
    loading = false,
    disabled = false,
    type = 'button',
    overlay,
    overlayOptions,
  } = props;
  const { overlays } = useFrame();
  const trigger = useOverlayTrigger(overlay);
  const opensLater = overlayOptions?.openBehavior === 'onLoadingFinish';
  const wasLoading = useRef(loading);
  useEffect(() => {
    if (opensLater && wasLoading.current && !loading) trigger.open();
    wasLoading.current = loading;
  });
  return (
    <>
      {trigger.wrap(
        <button
          type={type}
          className={`button ${variant} button-${sizeLetter(size, 'md')} ${loading ? 'loading' : ''}`}
          disabled={disabled || loading}
          aria-busy={loading}
          data-testid={props.testId}
          onClick={makeClick(props.onClick, overlays, opensLater ? undefined : trigger.toggle)}
          {...trigger.props}
        >
          {loading && <i className="spinner spinner-xs" aria-hidden="true" />}
          {!loading && props.resultIconName && <Glyph name={props.resultIconName} />}
          <span>{props.children}</span>
        </button>,
      )}
      {trigger.slot}
    </>
  );
}

export function ButtonRow({ testId, children }: ButtonRowProps) {
  return (
    <div className="c-button-row" data-testid={testId}>
      {children}
    </div>
  );
}

export function Link({
  href,
  variant = 'primary',
  onClick,
  overlay,
  preventDefault = false,
  testId,
  children,
}: LinkProps) {
  const { overlays } = useFrame();
  const trigger = useOverlayTrigger(overlay);
  const target = hrefOf(href);
  const click = makeClick(onClick, overlays, trigger.toggle);
  return (
    <>
      {trigger.wrap(
        <a
          className={`c-link ${variant}`}
          href={target.url ?? '#'}
          data-testid={testId}
          {...(target.isExternal ? { target: '_blank', rel: 'noreferrer' } : {})}
          {...trigger.props}
          onClick={(event) => {
            if (preventDefault || overlay || !target.url) event.preventDefault();
            click(event);
          }}
        >
          {children}
          {target.isExternal && <Glyph name="viewDetails" size={12} />}
        </a>,
      )}
      {trigger.slot}
    </>
  );
}
