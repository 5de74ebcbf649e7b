/** Clicks as extensions hear of them: a plain event that can cross to the worker, and the reactions for overlays. */
import type { ExtensionEvent, HrefProp, ReactionsHandler } from '@hubspot/ui-extensions';
import type { SyntheticEvent } from 'react';
import type { OverlayRegistry } from '../host/overlay-registry.ts';

export function reactionsOf(overlays: OverlayRegistry) {
  return {
    openPanel: overlays.open,
    closePanel: overlays.close,
    openModal: overlays.open,
    closeModal: overlays.close,
  };
}

export function plainEvent(event: SyntheticEvent): ExtensionEvent {
  return { type: event.type, bubbles: event.bubbles, timeStamp: event.timeStamp, id: event.currentTarget.id };
}

/** One handler that tells the extension and toggles what the component itself opens. */
export function makeClick(
  onClick: ReactionsHandler<ExtensionEvent> | undefined,
  overlays: OverlayRegistry,
  toggle?: () => void,
) {
  return (event: SyntheticEvent) => {
    toggle?.();
    void onClick?.(plainEvent(event), reactionsOf(overlays));
  };
}

/** Addresses that may be opened from an extension; `javascript:` and the like never. */
const openable = /^(https?:|mailto:|tel:|\/|#)/i;

export function hrefOf(href: HrefProp | undefined): { readonly url: string | undefined; readonly isExternal: boolean } {
  const url = typeof href === 'string' ? href : href?.url;
  const isExternal = typeof href === 'object' ? href.external === true : /^https?:/i.test(url ?? '');
  return { url: url && openable.test(url) ? url : undefined, isExternal };
}
