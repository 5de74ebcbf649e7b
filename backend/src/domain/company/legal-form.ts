/** Kinds of legal person that bear one name side by side; `foreign` are forms that the British register does not give. */
export type LegalForm =
  | 'limited'
  | 'public'
  | 'unlimited'
  | 'limited_liability_partnership'
  | 'limited_partnership'
  | 'community_interest'
  | 'foreign';

/** Endings that state a form, the longer before those they end with. Source: endings in the Companies House register. */
const FORM_ENDINGS: readonly (readonly [LegalForm, RegExp])[] = [
  ['community_interest', /\s(CIC|COMMUNITY INTEREST (PUBLIC LIMITED )?COMPANY)$/],
  ['public', /\s(PLC|CCC|PUBLIC LIMITED COMPANY|CWMNI CYFYNGEDIG CYHOEDDUS)$/],
  ['limited_liability_partnership', /\s(LLP|PAC|LIMITED LIABILITY PARTNERSHIP|PARTNERIAETH ATEBOLRWYDD CYFYNGEDIG)$/],
  ['limited_partnership', /\s(S?LP|(SCOTTISH )?LIMITED PARTNERSHIP)$/],
  ['foreign', /\s(INC|INCORPORATED|CORP|LLC|GMBH|BV|SARL|SRL|(PTY|PTE|PVT) (LTD|LIMITED))$/],
  ['unlimited', /\sUNLIMITED$/],
  ['limited', /\s(LTD|LIMITED|CYF|CYFYNGEDIG)$/],
];

/**
 * The legal form that a name states at its end.
 *
 * @returns undefined when it states none, as most people's spellings do and some companies may
 */
export function legalFormOf(name: string): LegalForm | undefined {
  const words = name
    .replace(/\s(?:t\/a|trading\s+as)\s.*$/i, '')
    .toUpperCase()
    .replace(/[.'’]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trimEnd();
  return FORM_ENDINGS.find(([, ending]) => ending.test(words))?.[0];
}
