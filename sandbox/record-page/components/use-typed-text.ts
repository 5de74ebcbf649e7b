import { useEffect, useRef, useState } from 'react';

/**
 * Text the person is typing: kept here, because the extension's own state comes back from its worker a moment later,
 * and a control bound to it directly would swallow letters.
 *
 * What comes back is either an echo of something typed, then newer letters stay, or a value of the extension's own,
 * then it replaces the text.
 *
 * @param value    the extension's value; `undefined` leaves the text to the person
 * @param initial  shown first when there is no value
 */
export function useTypedText(value: string | undefined, initial: string) {
  const [text, setShown] = useState(value ?? initial);
  const [committed, setCommitted] = useState(value ?? initial);
  const unechoed = useRef<string[]>([]);
  useEffect(() => {
    if (value === undefined) return;
    const echoOf = unechoed.current.indexOf(value);
    unechoed.current.splice(0, echoOf < 0 ? Number.POSITIVE_INFINITY : echoOf + 1);
    if (echoOf >= 0) return;
    setShown(value);
    setCommitted(value);
  }, [value]);
  const setText = (next: string) => {
    unechoed.current.push(next);
    setShown(next);
  };
  return { text, setText, committed, setCommitted };
}
