import { describe, expect, it } from 'vitest';
import { companyNumberOfId } from '../../../../backend/src/domain/company/company.ts';
import { companyIdentityOf, contactIdentityOf } from '../../../../backend/src/domain/company/identify-company.ts';
import { domainOf, isFreeMailDomain } from '../../../../backend/src/domain/company/normalise-domain.ts';
import { normalisePostcode, postcodesIn } from '../../../../backend/src/domain/company/normalise-postcode.ts';
import { normaliseTown } from '../../../../backend/src/domain/company/normalise-town.ts';

describe('a company number', () => {
  it.each([
    ['gb-01234567', '01234567'],
    ['1234567', '01234567'],
    ['sc 123456', 'SC123456'],
    ['SC12345', 'SC012345'],
    ['R0000123', 'R0000123'],
    ['ip19198r', 'IP19198R'],
    ['OC301234', 'OC301234'],
    ['CE012345', 'CE012345'],
    ['ZC000195', 'ZC000195'],
  ])('reads %s as %s', (text, number) => {
    expect(companyNumberOfId(text)).toBe(number);
  });

  it.each(['', 'ENERGYCO', '123456789', 'SC', 'acme.co.uk', 'S1234567'])('is not read out of "%s"', (text) => {
    expect(companyNumberOfId(text)).toBeUndefined();
  });
});

describe('a domain', () => {
  it.each([
    ['https://www.Acme.co.uk/about?x=1', 'acme.co.uk'],
    ['jo@mail.acme.co.uk', 'acme.co.uk'],
    ['ACME.COM.', 'acme.com'],
    ['bücher.de', 'xn--bcher-kva.de'],
  ])('is read out of %s as %s', (text, domain) => {
    expect(domainOf(text)).toBe(domain);
  });

  it.each(['', 'acme', 'http://127.0.0.1/', 'localhost', 'not a domain.com'])('is not read out of "%s"', (text) => {
    expect(domainOf(text)).toBeUndefined();
  });

  it('is told apart from mailboxes of persons', () => {
    const free = ['gmail.com', 'btinternet.com', 'hotmail.co.uk', 'mailinator.com', 'virginmedia.com'];
    expect(free.filter((domain) => !isFreeMailDomain(domain))).toEqual([]);
    expect(['acme.co.uk', 'microsoft.com', 'bt.com'].filter(isFreeMailDomain)).toEqual([]);
  });
});

describe('a place', () => {
  it('has one spelling per postcode and town', () => {
    expect(normalisePostcode('ls102ru')).toBe('LS10 2RU');
    expect(normalisePostcode('12345')).toBeUndefined();
    expect(postcodesIn('1 High St, Leeds LS10 2RU; then EC1A1BB')).toEqual(['LS10 2RU', 'EC1A 1BB']);
    expect(normaliseTown("St. Alban's")).toBe(normaliseTown('SAINT ALBANS'));
  });
});

describe('the identity of a record', () => {
  it('of a company has its domain, name and place, and the number only when a person set it', () => {
    const values = {
      name: ' Acme ',
      domain: null,
      website: 'https://acme.co.uk',
      city: 'Leeds',
      zip: 'LS10 2RU',
      country: '',
      oppspot_company_number: '01234567',
    };

    const place = { domain: 'acme.co.uk', name: 'Acme', town: 'Leeds', postcode: 'LS10 2RU' };
    expect(companyIdentityOf(values)).toEqual(place);
    expect(companyIdentityOf(values, '1234567')).toEqual({ ...place, companyNumber: '01234567' });
  });

  it('of a contact skips free-mail domains', () => {
    expect(contactIdentityOf({ email: 'jo@gmail.com', company: 'Acme' })).toEqual({ name: 'Acme' });
    expect(contactIdentityOf({ email: 'jo@acme.co.uk', company: null })).toEqual({ domain: 'acme.co.uk' });
  });
});
