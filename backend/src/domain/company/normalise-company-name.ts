/** Endings that do not tell companies apart, the longer before the shorter. Source: endings in the Companies House register. */
const LEGAL_FORMS = [
  'AND COMPANY',
  'AND CO',
  'COMPANY',
  'CO',
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
const ONLY_ENDING = new RegExp(`^(?:${LEGAL_FORMS.join('|')})$`);
const LETTERS: Readonly<Record<string, string>> = { Ø: 'O', Æ: 'AE', Œ: 'OE', ẞ: 'SS', Ł: 'L', Đ: 'D', Þ: 'TH' };

/**
 * Writes a company name so that the spellings people use are equal.
 *
 * Upper case without diacritics; `&` and `+` are AND; apostrophes and dots vanish, other signs separate; initials join;
 * `THE` at either end and legal forms at the end go, as does what follows "trading as". Numerals stay. A name of signs
 * (`! LTD`) keeps them, so the result is '' only for a blank name. The register stores this key: same name, same key.
 */
export function normaliseCompanyName(name: string): string {
  const legalName = name.replace(/\s(?:t\/a|trading\s+as)\s.*$/i, '');
  const words = withoutArticle(plainWords(legalName));
  const key = withoutArticle(withoutLegalForms(words));
  if (key !== '' && !ONLY_ENDING.test(key)) return key;
  const signs = withoutLegalForms(
    legalName
      .toUpperCase()
      .replace(/\s+/g, ' ')
      .replace(/[.\s]+$/, '')
      .trim(),
  );
  return signs || name.trim().toUpperCase();
}

/** The words of the normalised name, in order. */
export function companyNameTokens(name: string): readonly string[] {
  const key = normaliseCompanyName(name);
  return key === '' ? [] : key.split(' ');
}

function plainWords(name: string): string {
  return (
    withoutDiacritics(name.toUpperCase())
      .replace(/(?<=\d)\.(?=\d)/g, ' ')
      .replace(/['’‘`.]/g, '')
      .replace(/[&+]/g, ' AND ')
      .replace(/[^\p{L}\p{N}£$€]+/gu, ' ')
      .trim()
      // J D SMITH is J.D. SMITH.
      .replace(/(?<=^|\s)(\p{L}) (?=\p{L}(\s|$))/gu, '$1')
  );
}

/** Most names are plain ASCII, and an import normalises millions. */
function withoutDiacritics(text: string): string {
  if (/^[ -~]*$/.test(text)) return text;
  return text
    .replace(/[ØÆŒẞŁĐÞ]/g, (letter) => LETTERS[letter] ?? letter)
    .normalize('NFD')
    .replace(/\p{M}/gu, '');
}

/** Strips endings one after the other: `"LINDIWE LTD." LIMITED` has two. Never strips the whole name. */
function withoutLegalForms(words: string): string {
  let rest = words;
  while (ENDING.test(rest)) rest = rest.replace(ENDING, '');
  return rest;
}

/** `(THE)` stands at either end in the register. */
function withoutArticle(words: string): string {
  return words.replace(/^THE (?=.)/, '').replace(/(?<=.) THE$/, '');
}
