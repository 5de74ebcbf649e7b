import { useEffect, useRef, useState } from 'react';
import type { PropertyValues } from '../protocol.ts';

/** As long as the highlight of the style sheet takes to fade. */
const shownMs = 2_600;

/** Names of the properties that have just changed, so that the eye finds them; empty on the first sight of a record. */
export function useChangedProperties(properties: PropertyValues): ReadonlySet<string> {
  const last = useRef(properties);
  const [changed, setChanged] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    const before = last.current;
    last.current = properties;
    const names = Object.keys({ ...before, ...properties }).filter(
      (name) => (before[name] ?? '') !== (properties[name] ?? ''),
    );
    if (names.length === 0) return;
    setChanged(new Set(names));
    const timer = window.setTimeout(() => setChanged(new Set()), shownMs);
    return () => window.clearTimeout(timer);
  }, [properties]);
  return changed;
}
