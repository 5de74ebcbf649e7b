import type { EnrichmentWire } from '../../../contract/enrichment.ts';
import { sourceLabel } from './labels.ts';

type Evidence = EnrichmentWire['evidence'][number];

/**
 * What the links to some evidence say, each by a text of its own: the source where only one of its pages is among them,
 * then what the page is about, then its whole title, and a number where even that is the same.
 */
export function linkTexts(evidence: readonly Evidence[]): readonly string[] {
  const first = evidence.map(({ source }) => sourceLabel(source));
  const second = settle(first, evidence.map(withoutCompany));
  const third = settle(
    second,
    evidence.map(({ title }) => title),
  );
  return third.map((text, at) =>
    isAlone(third, text) ? text : `${text} (${third.slice(0, at + 1).filter(is(text)).length})`,
  );
}

/** Texts that several have give way to the next choice. */
function settle(texts: readonly string[], others: readonly string[]): readonly string[] {
  return texts.map((text, at) => (isAlone(texts, text) ? text : (others[at] ?? text)));
}

const is = (text: string) => (other: string) => other === text;

const isAlone = (texts: readonly string[], text: string): boolean => texts.filter(is(text)).length === 1;

/** "Companies House filing history: ACME LTD" → "Companies House filing history": the card is about that company anyway. */
function withoutCompany({ title }: Evidence): string {
  const end = title.lastIndexOf(': ');
  return end < 0 ? title : title.slice(0, end);
}
