/** ITU-T E.164: at most 15 digits after the plus; shorter than 7 is no subscriber's number. */
const E164 = /^\+[1-9]\d{6,14}$/;

/**
 * A telephone number in the form that HubSpot can dial, `+441132496000`.
 *
 * A number without a country code is read as British. `(0)` after a country code is dropped, an extension too.
 *
 * @returns undefined when the text is no telephone number
 */
export function phoneNumberOf(text: string): string | undefined {
  const [main = ''] = text.split(/\s*(?:ext\.?|extension|x)\s*\d+/i);
  if (/[^\d\s()+.\-/]/.test(main)) return undefined;
  const digits = main.replace(/\(0\)/g, '').replace(/[^\d+]/g, '');
  const international = digits.startsWith('00') ? `+${digits.slice(2)}` : digits;
  const number = international.startsWith('0') ? `+44${international.slice(1)}` : international;
  return E164.test(number) ? number : undefined;
}
