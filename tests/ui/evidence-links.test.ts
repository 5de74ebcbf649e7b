import { expect, test } from 'vitest';
import { linkTexts } from '../../hubspot-project/app/cards/words/evidence-words.ts';

const evidence = (source: 'companies_house' | 'website' | 'register' | 'oppspot', title: string) => ({
  id: title,
  source,
  url: 'https://example.test/',
  title,
  fetchedAt: '2026-11-23T08:00:00.000Z',
  snippet: '',
});

test.each([
  [
    'the source, when each is there once',
    ['register', 'Companies House register: ACME'],
    ['website', 'Website: a.example'],
    'Company register',
    'Company website',
  ],
  [
    'what the page is about, when a source is there twice',
    ['companies_house', 'Companies House filing history: ACME'],
    ['companies_house', 'Companies House charges: ACME'],
    'Companies House filing history',
    'Companies House charges',
  ],
  [
    'the whole title, when they are about the same',
    ['oppspot', 'oppSpot: Raises 2m'],
    ['oppspot', 'oppSpot: Opens in Leeds'],
    'oppSpot: Raises 2m',
    'oppSpot: Opens in Leeds',
  ],
  [
    'a number, when even the title is the same',
    ['companies_house', 'Companies House document AP01: ACME'],
    ['companies_house', 'Companies House document AP01: ACME'],
    'Companies House document AP01: ACME (1)',
    'Companies House document AP01: ACME (2)',
  ],
] as const)('a link says %s', (_, one, other, first, second) => {
  expect(linkTexts([evidence(one[0], one[1]), evidence(other[0], other[1])])).toEqual([first, second]);
});
