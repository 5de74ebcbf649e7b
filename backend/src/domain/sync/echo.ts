import { sha256Hex } from '../../lib/random-token.ts';
import type { RecordNews } from './record-event.ts';

/** Short hash of a property's value, to compare an event with what we wrote without keeping the value. */
export function hashOfValue(value: string): string {
  return sha256Hex(value).slice(0, 16);
}

/**
 * Tells whether the news of a record is nothing but our own write coming back, whatever HubSpot says of its source.
 *
 * @param written the last value that we wrote, by property
 */
export function isEcho(news: RecordNews, written: Readonly<Record<string, string>>): boolean {
  if (news.changes.length === 0) return false;
  return news.changes.every(({ property, valueHash }) => {
    const ours = written[property];
    return ours !== undefined && valueHash === hashOfValue(ours);
  });
}
