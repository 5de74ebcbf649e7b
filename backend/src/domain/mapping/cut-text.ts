/** Longest text that HubSpot keeps in a property, in UTF-16 units. Source: HubSpot, properties API. */
export const MAX_PROPERTY_TEXT = 65_536;

const SURROUNDINGS = 256;
const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * Cuts a text to a length, never inside what a person sees as one character (an emoji of many code points, a letter with
 * its accents); a shorter text comes back as it is.
 *
 * @param maxUnits in UTF-16 units, as HubSpot counts
 */
export function cutText(text: string, maxUnits: number): string {
  if (text.length <= maxUnits) return text;
  // Only the surroundings of the cut are looked at: no character that people see is nearly as long.
  const start = Math.max(0, maxUnits - SURROUNDINGS);
  let end = start;
  for (const { index, segment } of segmenter.segment(text.slice(start, maxUnits + SURROUNDINGS))) {
    if (start + index + segment.length > maxUnits) break;
    end = start + index + segment.length;
  }
  return text.slice(0, end);
}
