/** Stand-ins of app pages: title, header with actions, breadcrumbs, links between the app's own pages. */
import type { ButtonProps, HeaderActionButtonProps } from '@hubspot/ui-extensions';
import type { ReactNode } from 'react';
import { useFrame } from '../host/frame-context.ts';
import { hrefOf, makeClick } from './clicks.ts';
import { useOverlayTrigger } from './overlay-trigger.tsx';

type WithChildren = { readonly children?: ReactNode };
type PageLinkProps = WithChildren & { readonly to: string; readonly params?: Readonly<Record<string, string>> };
type PageHeaderLinkProps = WithChildren & Pick<ButtonProps, 'href' | 'onClick' | 'disabled'>;

export const PageTitle = ({ children }: WithChildren) => <h1 className="c-page-title">{children}</h1>;
export const PageHeader = ({ children }: WithChildren) => <header className="c-page-header">{children}</header>;
export const PageHeaderPrimaryAction = ({ children }: WithChildren) => (
  <span className="primary-action">{children}</span>
);
export const PageHeaderSecondaryActions = ({ children }: WithChildren) => (
  <span className="secondary-actions">{children}</span>
);
export const HeaderActions = ({ children }: WithChildren) => <div className="c-button-row end">{children}</div>;

export function PageHeaderLink({ href, onClick, disabled = false, children }: PageHeaderLinkProps) {
  const { overlays } = useFrame();
  const { url } = hrefOf(href);
  if (url && !disabled) {
    return (
      <a className="button button-sm secondary" href={url} target="_blank" rel="noreferrer">
        {children}
      </a>
    );
  }
  return (
    <button
      type="button"
      className="button button-sm secondary"
      disabled={disabled}
      onClick={makeClick(onClick, overlays)}
    >
      {children}
    </button>
  );
}

export function PageLink({ to, params, children }: PageLinkProps) {
  return (
    <a className="c-link" href={useFrame().pageHref(to, params)}>
      {children}
    </a>
  );
}

export function PageHeaderPageLink({ to, params, children }: PageLinkProps) {
  return (
    <a className="button button-sm secondary" href={useFrame().pageHref(to, params)}>
      {children}
    </a>
  );
}

export function PageBreadcrumbs({ children }: WithChildren) {
  return (
    <nav className="c-breadcrumbs" aria-label="Breadcrumbs">
      {children}
    </nav>
  );
}

export function PageBreadcrumbsCurrent({ children }: WithChildren) {
  return <span aria-current="page">{children}</span>;
}

function HeaderActionButton({ kind, props }: { readonly kind: string; readonly props: HeaderActionButtonProps }) {
  const { overlays } = useFrame();
  const trigger = useOverlayTrigger(props.overlay);
  const { url } = hrefOf(props.href);
  const click = makeClick(props.onClick, overlays, trigger.toggle);
  if (url) {
    return (
      <a className={`button ${kind}`} href={url} target="_blank" rel="noreferrer" onClick={click}>
        {props.children}
      </a>
    );
  }
  return (
    <>
      <button type="button" className={`button ${kind}`} disabled={props.disabled} onClick={click}>
        {props.children}
      </button>
      {trigger.slot}
    </>
  );
}

export const PrimaryHeaderActionButton = (props: HeaderActionButtonProps) => (
  <HeaderActionButton kind="primary" props={props} />
);
export const SecondaryHeaderActionButton = (props: HeaderActionButtonProps) => (
  <HeaderActionButton kind="secondary" props={props} />
);
