/** The stand-in for what the local page does not draw: a box that names it, with its children inside. */
import type { ReactNode } from 'react';

type Props = { readonly name: string; readonly note?: string; readonly children?: ReactNode };

export function Unsupported({ name, note = 'is drawn by HubSpot only', children }: Props) {
  return (
    <div className="c-unsupported">
      <code>{name}</code> <span>{note}</span>
      {children && <div>{children}</div>}
    </div>
  );
}

/** One box a name, because the receiver hands a component its props but not its own name. */
export function makeUnsupported(name: string) {
  return ({ children }: { readonly children?: ReactNode }) => <Unsupported name={name}>{children}</Unsupported>;
}
