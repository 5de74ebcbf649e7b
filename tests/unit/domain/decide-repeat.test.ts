import { describe, expect, it } from 'vitest';
import { AppError } from '../../../backend/src/domain/errors.ts';
import { decideRepeat } from '../../../backend/src/domain/jobs/decide-repeat.ts';

const away = new AppError('upstream_unavailable', 'HubSpot did not answer.');

describe('what becomes of a failed job', () => {
  it.each(['invalid_input', 'not_found', 'upstream_rejected', 'disconnected', 'upstream_missing_scopes'] as const)(
    'gives up at once for %s, which would end the same way again',
    (code) => {
      expect(decideRepeat(new AppError(code, 'no'), 1, 0.5)).toEqual({ kind: 'give_up' });
    },
  );

  it.each([
    [1, 0, 500],
    [1, 1, 1_000],
    [4, 1, 8_000],
    [20, 1, 3_600_000],
  ])('waits longer after attempt %i, spread by chance %d', (attempts, random, delayMs) => {
    expect(decideRepeat(away, attempts, random)).toEqual({ kind: 'repeat', delayMs });
  });

  it('never comes back before the other side asked for', () => {
    const limited = new AppError('rate_limited', 'too many', { retryAfterMs: 30_000 });

    expect(decideRepeat(limited, 1, 0)).toEqual({ kind: 'repeat', delayMs: 30_000 });
    expect(decideRepeat(limited, 1, 1)).toEqual({ kind: 'repeat', delayMs: 31_000 });
  });

  it('gives up in the end', () => {
    expect(decideRepeat(away, 24, 0.5).kind).toBe('repeat');
    expect(decideRepeat(away, 25, 0.5).kind).toBe('give_up');
  });
});
