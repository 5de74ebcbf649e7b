import { describe, expect, it } from 'vitest';
import { parsePage } from '../../../backend/src/adapters/website/parse-page.ts';
import { companyNumbersInText } from '../../../backend/src/domain/company/company-numbers-in-text.ts';

const parse = (html: string) => parsePage(html, 'https://kestrel-loom.co.uk/').content;

describe('a page', () => {
  it('gives its main headings, without those that nobody sees', () => {
    const { headings } = parse(
      '<h1>Looms <b>&amp; software</b></h1><h2 hidden>Secret</h2><h2>News</h2><h3>Small</h3><h2></h2>',
    );

    expect(headings).toEqual(['Looms & software', 'News']);
  });

  it('gives the name of the site and of its organisation', () => {
    const { siteName, organisation } = parse(`<meta property="og:site_name" content="Kestrel  Loom">
      <script type="application/ld+json">{"@type":"Organization","name":"Kestrel","legalName":"Kestrel Loom Ltd","description":"Looms"}</script>`);

    expect(siteName).toBe('Kestrel Loom');
    expect(organisation).toMatchObject({ name: 'Kestrel', legalName: 'Kestrel Loom Ltd', description: 'Looms' });
  });

  it('gives the days on which it says it was changed, its own before those of its head, none of its articles', () => {
    const { statedModifications } = parse(`<meta property="article:modified_time" content="2026-11-02">
      <script type="application/ld+json">{"@graph":[{"@type":"Article","dateModified":"2026-01-01"},
        {"@type":["WebPage"],"dateModified":"2026-11-03"}]}</script>`);

    expect(statedModifications).toEqual(['2026-11-03', '2026-11-02']);
  });

  it('keeps the end of a long page, where the company number stands', () => {
    const { text } = parse(`<p>${'looms '.repeat(40_000)}</p><footer>Company number 01234567</footer>`);

    expect(text.length).toBeLessThanOrEqual(50_001);
    expect(companyNumbersInText(text)).toEqual(['01234567']);
  });
});
