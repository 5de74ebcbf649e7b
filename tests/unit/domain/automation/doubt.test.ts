import { describe, expect, it } from 'vitest';
import { lookAgainLine, settlesAfter } from '../../../../backend/src/domain/automation/doubt.ts';

describe('what is told of a doubt', () => {
  it('names the minute by which it was looked at, in the time of the account', () => {
    const settlesAt = settlesAfter('2026-11-23T23:58:55.000Z');

    expect(settlesAt).toBe('2026-11-24T00:00:55.000Z');
    expect(lookAgainLine('It is in doubt', settlesAt, 'Europe/Berlin')).toBe(
      'It is in doubt; SmartSync looks again by itself at about 01:02 (Europe/Berlin), and makes it if it is not there',
    );
  });

  it('counts a time zone that is not known as UTC', () => {
    expect(lookAgainLine('x', '2026-11-24T09:00:00.000Z', 'Mars/Base')).toContain('at about 09:01 (UTC)');
  });
});
