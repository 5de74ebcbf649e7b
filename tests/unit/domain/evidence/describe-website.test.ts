import { describe, expect, it } from 'vitest';
import { companyNumbersInText } from '../../../../backend/src/domain/company/company-numbers-in-text.ts';
import {
  type DescribeWebsiteInput,
  describeWebsite,
} from '../../../../backend/src/domain/evidence/describe-website.ts';
import type { JobPost, WebsitePage } from '../../../../backend/src/domain/evidence/website.ts';

const page = (overrides: Partial<WebsitePage> = {}): WebsitePage => ({
  kind: 'home',
  url: 'https://kestrel-loom.co.uk/',
  title: 'Kestrel Loom',
  description: 'Software for weavers',
  siteName: null,
  headings: [],
  statedModifications: [],
  text: 'We write Python and C# on Node.js for weavers.',
  posts: [],
  organisation: { name: null, legalName: null, description: null, employees: null },
  ...overrides,
});

const post = (title: string, dates: Partial<JobPost> = {}): JobPost => ({
  title,
  postedOn: null,
  validUntil: null,
  key: title,
  ...dates,
});

const careers = (overrides: Partial<WebsitePage>) =>
  page({ kind: 'careers', url: 'https://kestrel-loom.co.uk/careers', ...overrides });

function described(pages: readonly WebsitePage[], overrides: Partial<DescribeWebsiteInput> = {}) {
  return describeWebsite({
    companyNumber: '01234567',
    isOwnDomain: true,
    pages,
    change: null,
    asOf: '2026-11-23',
    fetchedAt: '2026-11-23T08:00:00.000Z',
    ...overrides,
  });
}

function answerOf(pages: readonly WebsitePage[], overrides: Partial<DescribeWebsiteInput> = {}) {
  const result = described(pages, overrides);
  if (result.kind !== 'described') throw new Error(result.reason);
  return result.answer;
}

describe('a company number on a page', () => {
  it.each([
    ['Company number 01234567', ['01234567']],
    ['Company No: 1234567', ['01234567']],
    ['Company Registration Number is 01234567.', ['01234567']],
    ['Registered in England and Wales No. 01234567', ['01234567']],
    ['Registered in Scotland SC123456', ['SC123456']],
    ['Registered in England & Wales (OC 301234)', ['OC301234']],
    ['Acme Ltd is a company registered in England (01234567) VAT number 123456789', ['01234567']],
    ['Company number 01234567 and company number 07654321, company number 01234567', ['01234567', '07654321']],
    ['Acme Ltd, Reg. No. 01234567', ['01234567']],
    ['Co. No. SC123456', ['SC123456']],
    ['Company Reg No 01234567', ['01234567']],
    ['VAT Reg. No. 12345678', []],
    ['Charity Reg No: 1234567', []],
    ['Registered charity number 1234567', []],
    ['VAT registration GB 12345678', []],
    ['Registered for VAT 1234567', []],
    ['Our company: telephone 1234567', []],
    ['Company phone 020 7123 4567', []],
    ['Registered office: 12 High Street', []],
    ['Order 01234567', []],
  ])('is read in "%s"', (text, numbers) => {
    expect(companyNumbersInText(text)).toEqual(numbers);
  });
});

describe('a website', () => {
  it('gives its address and its words in lower case, each once', () => {
    const { facts, evidence } = answerOf([page()]);

    expect(facts.website).toEqual({
      value: 'https://kestrel-loom.co.uk/',
      observedOn: '2026-11-23',
      evidence: ['home'],
    });
    expect(facts.websiteWords?.value).toEqual(
      'kestrel loom software for weavers we write python and c# on node.js'.split(' '),
    );
    expect(evidence).toEqual([
      {
        id: 'home',
        source: 'website',
        url: 'https://kestrel-loom.co.uk/',
        title: 'Website: kestrel-loom.co.uk',
        fetchedAt: '2026-11-23T08:00:00.000Z',
        snippet: 'Kestrel Loom; Software for weavers',
      },
    ]);
  });

  it('leaves open posts unknown when no list of them was seen', () => {
    const { facts, events } = answerOf([page(), careers({ text: 'Our people make us. No job too small.' })]);

    expect(facts.openPosts).toBeUndefined();
    expect(facts.eventsWatched).toBeUndefined();
    expect(events).toEqual([]);
  });

  it('has no open posts when its careers page says so', () => {
    const { facts, events } = answerOf([page(), careers({ text: 'We have no current vacancies.' })]);

    expect(facts.openPosts).toMatchObject({ value: 0, evidence: ['careers'] });
    expect(events).toEqual([]);
  });

  it('counts open posts once each, without those that are over', () => {
    const posts = [
      post('Weaver', { postedOn: '2026-11-02' }),
      post('Dyer', { postedOn: '2026-10-01', validUntil: '2026-11-23' }),
      post('Spinner', { validUntil: '2026-11-22' }),
    ];
    const { facts, events, evidence } = answerOf([page({ posts: posts.slice(0, 1) }), careers({ posts })]);

    expect(facts.openPosts).toMatchObject({ value: 2, evidence: ['home', 'careers'] });
    expect(events).toEqual([
      expect.objectContaining({
        kind: 'job_posting',
        strength: 'moderate',
        occurredOn: '2026-11-02',
        text: 'Advertises 2 open posts on its website (newest of 2 November 2026)',
        evidence: ['home', 'careers'],
      }),
    ]);
    expect(evidence[1]?.snippet).toContain('Open posts: 2: Weaver, Dyer');
  });

  it.each([
    [1, 'moderate'],
    [3, 'strong'],
    [10, 'very_strong'],
  ])('weighs %i posts as %s', (count, strength) => {
    const posts = Array.from({ length: count }, (_, index) => post(`Post ${index}`, { postedOn: '2026-11-02' }));

    expect(answerOf([page(), careers({ posts })]).events).toMatchObject([{ strength, occurredOn: '2026-11-02' }]);
  });

  it.each([null, '2027-01-01'])('counts posts dated %s, but our visit dates no signal', (postedOn) => {
    const posts = [post('Weaver', { postedOn }), post('Dyer', { postedOn })];
    const { facts, events } = answerOf([page(), careers({ posts })]);

    expect(facts.openPosts?.value).toBe(2);
    expect(events).toEqual([]);
  });

  it('tells of a change on the day that the page gives it, with what is new', () => {
    const change = { occurredOn: '2026-11-03', what: 'title now "Kestrel Looms for museums"' };
    const { events, evidence } = answerOf([page()], { change });

    expect(events).toMatchObject([
      { kind: 'website_change', strength: 'weak', confidence: 0.5, polarity: 'neutral', occurredOn: '2026-11-03' },
    ]);
    expect(evidence.find(({ id }) => id === events[0]?.evidence[0])).toMatchObject({
      url: 'https://kestrel-loom.co.uk/',
      snippet: 'Changed on 3 November 2026 by its own account: title now "Kestrel Looms for museums"',
    });
  });

  it('gives the employees that it states for machines', () => {
    const organisation = { name: 'Kestrel Loom', legalName: null, description: null, employees: 42 };
    const { facts } = answerOf([page({ organisation })]);

    expect(facts.employees).toMatchObject({ value: 42, evidence: ['home'] });
  });

  it('that states another company number tells nothing about this company', () => {
    expect(described([page(), page({ kind: 'legal', text: 'Company number 07654321' })])).toEqual({
      kind: 'another_company',
      reason: 'states another company number: 07654321',
    });
  });

  it('of a group that states this number among others tells about this company', () => {
    const text = 'Kestrel Group plc, company number 07654321. Kestrel Loom Ltd, company number 01234567.';

    expect(described([page({ text })]).kind).toBe('described');
  });

  it.each(['kestrel-loom.co.uk - this domain is for sale', 'Parked domain', 'Buy this domain!'])(
    'that says "%s" tells nothing about any company',
    (title) => {
      expect(described([page({ title })])).toEqual({ kind: 'parked', reason: 'the domain is parked or for sale' });
      expect(described([page({ title, text: 'Company number 01234567' })]).kind).toBe('described');
    },
  );

  it('under another domain counts only when it states this number', () => {
    const elsewhere = { isOwnDomain: false };

    expect(described([page()], elsewhere).kind).toBe('another_company');
    expect(described([page({ text: 'Company number 01234567' })], elsewhere).kind).toBe('described');
  });

  it('keeps no e-mail address and no phone number', () => {
    const words = 'Write to jane.weaver@kestrel-loom.co.uk or call 020 7123 4567';
    const { facts, evidence } = answerOf([page({ title: words, description: words, text: words })]);

    expect(JSON.stringify(evidence)).not.toMatch(/jane|7123/);
    expect(facts.websiteWords?.value).not.toContain('jane.weaver');
    expect(JSON.stringify(facts)).not.toMatch(/jane|7123/);
  });

  it('keeps what it quotes within 500 characters', () => {
    const { evidence } = answerOf([page({ title: 'x '.repeat(400) })]);

    expect(evidence[0]?.snippet).toHaveLength(500);
  });
});
