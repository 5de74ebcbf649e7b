/** Legal forms and their long forms, longest first. Source: endings that occur in the Companies House register. */
const LEGAL_FORMS = [
  'COMMUNITY INTEREST PUBLIC LIMITED COMPANY',
  'COMMUNITY INTEREST COMPANY',
  'PUBLIC LIMITED COMPANY',
  'LIMITED LIABILITY PARTNERSHIP',
  'SCOTTISH LIMITED PARTNERSHIP',
  'LIMITED PARTNERSHIP',
  'CHARITABLE INCORPORATED ORGANISATION',
  'CWMNI CYFYNGEDIG CYHOEDDUS',
  'PARTNERIAETH ATEBOLRWYDD CYFYNGEDIG',
  'PRIVATE LIMITED COMPANY',
  'CYFYNGEDIG',
  'INCORPORATED',
  'CORPORATION',
  'UNLIMITED',
  'LIMITED',
  'CYF',
  'CCC',
  'PAC',
  'LTD',
  'PLC',
  'LLP',
  'LLC',
  'SLP',
  'CIC',
  'CIO',
  'INC',
  'LP',
  'GMBH',
  'BV',
  'SARL',
  'SRL',
];

const ENDING = new RegExp(`\\s(?:${LEGAL_FORMS.join('|')})$`);
const SPECIAL_LETTERS: Readonly<Record<string, string>> = {
  Ø: 'O',
  Æ: 'AE',
  Œ: 'OE',
  ẞ: 'SS',
  Ł: 'L',
  Đ: 'D',
  Þ: 'TH',
};

/**
 * Writes a company name so that the spellings people use are equal.
 *
 * Upper case without diacritics; `&` and `+` are AND; quotes and dots vanish, other signs separate; `THE` at either end and
 * legal forms at the end go, as does what follows "trading as". Numerals stay. A name made of nothing else (`! LTD`)
 * keeps what it has, so the result is '' only for ''. The register stores this key: same name, same key, always.
 */
export function normaliseCompanyName(name: string): string {
  const legalName = name.replace(/\s+(?:t\/a|trading\s+as|t\.a\.)\s+.*$/i, '');
  const words = plainWords(legalName === '' ? name : legalName);
  if (words === '') return name.trim().toUpperCase();
  return withoutArticle(withoutLegalForms(words)) || words;
}

/** The words of the normalised name, in order. */
export function companyNameTokens(name: string): readonly string[] {
  const key = normaliseCompanyName(name);
  return key === '' ? [] : key.split(' ');
}

function plainWords(name: string): string {
  return name
    .toUpperCase()
    .replace(/[ØÆŒẞŁĐÞ]/g, (letter) => SPECIAL_LETTERS[letter] ?? letter)
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/['’‘`"“”.]/g, '')
    .replace(/[&+]/g, ' AND ')
    .replace(/[^\p{L}\p{N}£$€]+/gu, ' ')
    .trim();
}

/** Strips endings one after the other: `"LINDIWE LTD." LIMITED` has two. Never strips the whole name. */
function withoutLegalForms(words: string): string {
  let rest = words;
  while (ENDING.test(rest)) rest = rest.replace(ENDING, '').replace(/\s(?:CO|COMPANY|AND)$/, '');
  return rest;
}

/** `(THE)` stands at either end in the register. */
function withoutArticle(words: string): string {
  return words.replace(/^THE (?=.)/, '').replace(/(?<=.) THE$/, '');
}
