import type { Evidence, SourceName } from '../evidence/evidence.ts';
import { englishShare, wordsOf } from './words-in-text.ts';

/** Registers hold form fields; these hold what anybody likes to say about themselves. */
const FREE_TEXT_SOURCES: readonly SourceName[] = ['website', 'oppspot', 'hubspot'];

/** Tells whether somebody says it about themselves: no ground for a judgement, and no address to send anybody to. */
export function isFreeText({ source }: Pick<Evidence, 'source'>): boolean {
  return FREE_TEXT_SOURCES.includes(source);
}

/** A text of fewer words is too short to tell its language. */
const MIN_WORDS_OF_LANGUAGE = 8;
/** English prose has about 40 % function words, a list of products few; other languages next to none. */
const MIN_ENGLISH_SHARE = 0.1;

/** Our own list of job titles: no prose in any language. */
const LIST_OF_POSTS = /Open posts: \d+: .*$/;

/** What no company says about itself and an instruction to a model does. */
const STEERING: readonly RegExp[] = [
  // Characters nobody sees (the soft hyphen aside), and letters that only look like ours.
  /(?!\u00ad)[\p{Cf}\p{Co}\p{Cn}]|(?![\n\t])\p{Cc}/u,
  /(?!\p{Script=Latin})\p{L}/u,
  // Markup, code, the marks of conversations, formulas.
  /<!--|<\/?[a-z|!]|\]\s*\(|!\[|`{2,}|\[\/?(?:inst|sys|system|data)|#{2,}|\{\s*["'{%]|"\s*:|\b(?:data|javascript|vbscript):/i,
  /\b(?:system|assistant|developer|user|human|ai|admin|new (?:rules?|task))\s*[:>\]]/i,
  /(?:^|;\s*|,\s*"?|\s'?)[=+@-]\s?[A-Za-z]{2,}\s*\(/,
  // What was made unreadable on purpose: base64, hex, escapes, percent signs.
  /(?=[A-Za-z0-9+/_=-]*\d?[A-Z])(?=[A-Za-z0-9+/_=-]*[a-z])[A-Za-z0-9+/_-]{20,}={0,2}|\b(?:[0-9a-f]{2}[\s:]?){12,}\b|(?:%[0-9a-f]{2}\s?){3,}|(?:\\[ux][0-9a-f{]+){2,}|(?:&#x?\w+;){2,}/i,
  /\b(?:base64|rot13|decode|decrypt|unescape)\b/i,
  // Words about the reader of the prompt, its work and its result.
  /\b(?:ignor|disregard|overrid|jailbreak|pretend|roleplay|forget (?:all|every|the|your|previous|what))/i,
  /\b(?:instructions?|language model|chatbot|llm|gpt|summari[sz]e|talking points?|next actions?|(?:system|previous|this|your|hidden|the) prompt)\b/i,
  /\b(?:scor(?:e|es|ed|ing)|rank|rate|stage) (?:of |is |to |this |it |us |as |at |must |should |:|\d)/i,
  /\byou are (?:now|no longer|an? (?:ai|assistant|model|expert|writer|helpful|pirate))|\bact as (?:if|an? (?:ai|assistant|model|expert|writer|system))|\bfrom now on\b|\byou must\b|\byour (?:task|job|role|output|answer|reply|summary)\b/i,
  /\b(?:respond|reply|answer|output|print|repeat|write|say|claim|state|classify|mark|set|report|add|append|insert|include|mention|tell|describe)\b (?:now|as|that|only|exactly|in (?:your|the)|this company|the company|us as|them|everyone|him|the (?:user|reader|rep|customer|score|link|following|sentence|words?)|:|["'“])/i,
  /\b(?:deal ?stage|hot lead|best lead|lead score|sales ?rep|salesperson|the reader|evidence ids?)\b/i,
];

/** "Ignore", "instructions", "write that …" in the languages whose letters are ours, with and without accents. */
const STEERING_ABROAD =
  /\b(?:ignori\w*|vergiss|anweisung\w*|schreib\w*|ignore[zs]?|oublie[zs]?|instruc\w*|ecri\w*|écri\w*|olvid\w*|escrib\w*|istruzion\w*|scriv\w*|dimentica\w*|esquec\w*|escrev\w*|instruç\w*|negeer|vergeet|instructies|schrijf|zignoruj|napisz|instrukcj\w*|ignorera|glöm|skriv\w*|unohda|kirjoita|anwybydd\w*|ysgrifenn\w*|yoksay|yaz(?:ın)?|talimat\w*|bỏ qua|abaikan|tulis\w*)\b/iu;

/**
 * Keeps what may be shown to a model and be cited by it.
 *
 * A register's fields stay. Free text of others stays only when it reads as plain English about a company: a source
 * that once hides characters, carries markup or talks to a model is not believed in its other sentences either. Nothing
 * is lost for the score or the card, which read the evidence as it is.
 */
export function screenEvidence(evidence: readonly Evidence[]): readonly Evidence[] {
  return evidence.filter((item) => !isFreeText(item) || isPlainText(item));
}

function isPlainText({ title, snippet, url }: Evidence): boolean {
  const text = `${title}; ${snippet}`;
  if (STEERING.some((sign) => sign.test(text)) || STEERING_ABROAD.test(text)) return false;
  if (leadsElsewhere(text, url)) return false;
  const prose = snippet.replace(LIST_OF_POSTS, '');
  return wordsOf(prose).length < MIN_WORDS_OF_LANGUAGE || englishShare(prose) >= MIN_ENGLISH_SHARE;
}

/** A page that names an address outside its own site wants somebody to go there. */
function leadsElsewhere(text: string, url: string | null): boolean {
  const links = text.match(/\b(?:https?:\/\/|www\.)[^\s<>()"']+/gi) ?? [];
  const own = url === null ? '' : (/^https?:\/\/(?:www\.)?([^/:?#]+)/i.exec(url)?.[1] ?? '').toLowerCase();
  return links.some((link) => own === '' || !link.toLowerCase().includes(own));
}
