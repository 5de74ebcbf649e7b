/** Ways to hide a text from people and checks that a model still reads. */
export const inTags = (text: string) =>
  [...text].map((char) => String.fromCodePoint(0xe0000 + (char.codePointAt(0) ?? 0))).join('');

export const withZeroWidth = (text: string) => [...text].join('\u200b');

const LOOKALIKES: Readonly<Record<string, string>> = {
  a: 'а',
  c: 'с',
  e: 'е',
  i: 'і',
  o: 'о',
  p: 'р',
  s: 'ѕ',
  x: 'х',
  y: 'у',
};
export const inLookalikes = (text: string) => text.replace(/[aceiopsxy]/g, (char) => LOOKALIKES[char] ?? char);

export const inBase64 = (text: string) => Buffer.from(text).toString('base64');
export const inHex = (text: string) => Buffer.from(text).toString('hex');
export const inPercents = (text: string) => [...Buffer.from(text)].map((byte) => `%${byte.toString(16)}`).join('');

export const inRot13 = (text: string) =>
  text.replace(/[a-z]/gi, (char) => {
    const start = char <= 'Z' ? 65 : 97;
    return String.fromCharCode(((char.charCodeAt(0) - start + 13) % 26) + start);
  });

export const rightToLeft = (text: string) => `\u202e${[...text].reverse().join('')}\u202c`;

export const fullWidth = (text: string) =>
  text.replace(/[!-~]/g, (char) => String.fromCodePoint((char.codePointAt(0) ?? 0) + 0xfee0));

export const inLeet = (text: string) =>
  text.replace(/[aeiost]/g, (char) => ({ a: '4', e: '3', i: '1', o: '0', s: '5', t: '7' })[char] ?? char);

export const spaced = (text: string) => [...text].join(' ');
