import { describe, expect, it } from 'vitest';
import { stripContactDetails } from '../../../backend/src/lib/strip-contact-details.ts';

describe('contact details before a prompt', () => {
  it.each(['jane.doe@acme.co.uk', "o'brien+sales@sub.acme.example", 'jürgen@müller.example', 'JANE@ACME.COM'])(
    'removes the e-mail address %s',
    (address) => {
      expect(stripContactDetails(`Write to ${address}.`)).toBe('Write to [e-mail address].');
    },
  );

  it.each([
    '+44 20 7946 0958',
    '+44 (0)20 7946 0958',
    '0044 20 7946 0958',
    '020 7946 0958',
    '(020) 7946 0958',
    '01632 960983',
    '07700 900123',
    '07700900123',
    '0161-496-0000',
    '+1 (555) 010-9999',
    '(555) 010-9999',
    '555-010-9999',
  ])('removes the phone number %s', (number) => {
    expect(stripContactDetails(`Call ${number}, please`)).toBe('Call [phone number], please');
  });

  it.each([
    'Company number 00445790 since 1947-11-27',
    '01234567 2024-05-01',
    'SC123456 incorporated 2001-02-03, accounts to 2024-03-31',
    'Turnover £1,250,000 in 2023 and 1 250 000 in 2022',
    'SIC 62012, 62020 and 58290',
    '0.75 of 100; employees 250',
    'EC1A 1BB London',
  ])('keeps the fact "%s"', (fact) => {
    expect(stripContactDetails(fact)).toBe(fact);
  });
});
