/** What the stand-in components of one extension may reach beyond their own props. */
import { createContext, useContext } from 'react';
import type { CrmRecord } from '../app/control-shapes.ts';
import type { OverlayRegistry } from './overlay-registry.ts';

export type Frame = {
  readonly portalId: number;
  readonly timeZone: string;
  /** The record the card is on; absent on settings, pages and bulk actions. */
  readonly record: CrmRecord | undefined;
  readonly overlays: OverlayRegistry;
  readonly pageHref: (to: string, params?: Readonly<Record<string, string>>) => string;
  /** Says in a toast that a thing HubSpot would open does not exist here. */
  readonly explainMissing: (what: string) => void;
};

export const FrameContext = createContext<Frame | undefined>(undefined);

export function useFrame(): Frame {
  const frame = useContext(FrameContext);
  if (!frame) throw new Error('A stand-in component was rendered outside an extension frame.');
  return frame;
}
