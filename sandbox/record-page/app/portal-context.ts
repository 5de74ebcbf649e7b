/** The portal being looked at: who looks, and which app with which extensions is in it. */
import { createContext, useContext } from 'react';
import type { Extension, Extensions, Portal, User } from './control-shapes.ts';

export type PortalView = {
  readonly portal: Portal;
  /** The person whose edits and clicks these are; absent in a portal without users. */
  readonly user: User | undefined;
  readonly app: Extensions['app'];
  readonly extensions: readonly Extension[];
};

export const PortalContext = createContext<PortalView | undefined>(undefined);

export function usePortal(): PortalView {
  const view = useContext(PortalContext);
  if (!view) throw new Error('usePortal needs a portal around it.');
  return view;
}
