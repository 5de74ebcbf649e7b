import { describe, expect, it } from 'vitest';
import { describeRegisterAge } from '../../../../backend/src/domain/company/register-age.ts';

describe('the age of the register', () => {
  it('reminds of nothing while the file is forty days old', () => {
    expect(describeRegisterAge('2026-11-01', '2026-12-11')).toEqual({ ageDays: 40, reminder: null });
  });

  it('reminds of the monthly file a day later, with the day of the one that is there', () => {
    const { ageDays, reminder } = describeRegisterAge('2026-11-01', '2026-12-12');

    expect(ageDays).toBe(41);
    expect(reminder).toContain('of 2026-11-01, 41 days old');
  });

  it('is nothing before the first import, which it asks for', () => {
    expect(describeRegisterAge(null, '2026-12-12')).toMatchObject({
      ageDays: null,
      reminder: expect.stringContaining('empty'),
    });
  });

  it('is none for a file of tomorrow, where the clocks differ', () => {
    expect(describeRegisterAge('2026-12-13', '2026-12-12').ageDays).toBe(0);
  });
});
