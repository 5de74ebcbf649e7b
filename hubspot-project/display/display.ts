import { createContext, useContext } from 'react';

/** How numbers, dates and the layout suit the person in front of the card. */
export interface Display {
  readonly locale: string;
  /** IANA name of the portal's time zone. */
  readonly timeZone: string;
  /** The sidebar is about 300 pixels wide. */
  readonly isNarrow: boolean;
}

const FALLBACK: Display = { locale: 'en-GB', timeZone: 'UTC', isNarrow: true };

/** The display settings of the card around. */
export const DisplayContext = createContext<Display>(FALLBACK);

/** Reads the display settings of the card around. */
export const useDisplay = (): Display => useContext(DisplayContext);

/**
 * Makes display settings from HubSpot's context; what the runtime does not know falls back to British English and UTC.
 *
 * @param locale HubSpot's user locale such as `en-gb`; some accounts send `en_GB`
 */
export function makeDisplay(locale: string | undefined, timeZone: string | undefined, isNarrow: boolean): Display {
  const wanted = (locale ?? FALLBACK.locale).replace('_', '-');
  return {
    locale: isKnown(() => new Intl.NumberFormat(wanted)) ? wanted : FALLBACK.locale,
    timeZone: timeZone && isKnown(() => new Intl.DateTimeFormat('en', { timeZone })) ? timeZone : FALLBACK.timeZone,
    isNarrow,
  };
}

function isKnown(make: () => unknown): boolean {
  try {
    make();
    return true;
  } catch {
    return false; // Intl has no other way to say that it does not know a name.
  }
}
