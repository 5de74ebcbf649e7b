import { describe, expect, it } from 'vitest';
import { choosePages } from '../../../backend/src/adapters/website/choose-pages.ts';

const HOME = 'https://kestrel-loom.co.uk/';
const link = (path: string, text = '') => ({ url: new URL(path, HOME).href, text });
const chosen = (...links: readonly ReturnType<typeof link>[]) =>
  choosePages(links, HOME).map(({ kind, url }) => `${kind} ${new URL(url).pathname}`);

describe('the pages that are read beside the first one', () => {
  it('the page that must state the company number comes before the longer story', () => {
    expect(chosen(link('/about'), link('/company/legal-notice'), link('/terms'))).toEqual([
      'legal /company/legal-notice',
    ]);
    expect(chosen(link('/privacy'), link('/x', 'Terms and conditions'))).toEqual(['legal /x']);
    expect(chosen(link('/privacy-policy'))).toEqual(['legal /privacy-policy']);
  });

  it('one of each kind, the shortest address of it, none twice', () => {
    expect(chosen(link('/jobs/weaver'), link('/jobs'), link('/contact'), link('/contact-us'), link('/about'))).toEqual([
      'careers /jobs',
      'contact /contact',
      'legal /about',
    ]);
  });

  it('none of another site', () => {
    expect(chosen(link('https://agency.example/legal'), link('https://www.kestrel-loom.co.uk/imprint'))).toEqual([
      'legal /imprint',
    ]);
  });
});
