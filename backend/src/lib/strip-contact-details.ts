const EMAIL = /[\p{L}\p{N}._%+'-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu;

/**
 * Phone numbers: international with + or 00, British with 0, and American with area code. A run of exactly eight
 * digits at the start is a register number followed by something else, and an ISO date starts with neither.
 */
const PHONE =
  /(?<![\p{L}\p{N}])(?!\d{8}(?!\d))(?:(?:\+|00)[1-9]\d{0,2}(?:[ .()/-]{0,3}\d){6,13}|\(?0[1-9]\d{1,4}\)?(?:[ .-]{0,2}\d){5,9}|\(?[2-9]\d{2}\)?[ .-]\d{3}[ .-]\d{4})(?!\d)/gu;

/** Replaces e-mail addresses and phone numbers, which never enter a prompt; everything else stays as it is. */
export function stripContactDetails(text: string): string {
  return text.replace(EMAIL, '[e-mail address]').replace(PHONE, '[phone number]');
}
