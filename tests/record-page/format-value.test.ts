import { expect, test } from 'vitest';
import { formatAge, formatValue } from '../../sandbox/record-page/app/format-value.ts';

const definition = (type: string, options: { label: string; value: string }[] = []) => ({ name: 'p', type, options });

test('an option shows its label, several of them in a row', () => {
  const options = [
    { label: 'Needs review', value: 'needs_review' },
    { label: 'Enriched', value: 'enriched' },
  ];

  expect(formatValue('enriched;needs_review', definition('enumeration', options), 'UTC')).toBe(
    'Enriched, Needs review',
  );
});

test('a time is shown in the zone of the portal, from ISO text and from milliseconds', () => {
  expect(formatValue('2026-07-01T09:30:00Z', definition('datetime'), 'Europe/London')).toBe('1 Jul 2026, 10:30');
  expect(formatValue('1782898200000', definition('datetime'), 'Europe/London')).toBe('1 Jul 2026, 10:30');
});

test('a number gets its thousands apart, an id does not', () => {
  expect(formatValue('1234567', definition('number'), 'UTC')).toBe('1,234,567');
  expect(formatValue('1234567', { name: 'hs_object_id', type: 'number', options: [] }, 'UTC')).toBe('1234567');
});

test('no value is no text', () => {
  expect(formatValue(null, definition('number'), 'UTC')).toBe('');
  expect(formatValue('', undefined, 'UTC')).toBe('');
});

test('an age is told in minutes, hours and days, then as a date', () => {
  const nowMs = Date.parse('2026-11-23T12:00:00Z');

  expect(formatAge('2026-11-23T11:59:30Z', nowMs)).toBe('just now');
  expect(formatAge('2026-11-23T11:55:00Z', nowMs)).toBe('5 minutes ago');
  expect(formatAge('2026-11-22T12:00:00Z', nowMs)).toBe('yesterday');
  expect(formatAge('2026-01-02T12:00:00Z', nowMs)).toBe('2 Jan 2026');
});
