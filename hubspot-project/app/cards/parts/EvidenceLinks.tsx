import { Inline, Link, Text } from '@hubspot/ui-extensions';
import type { EnrichmentWire } from '../../../contract/enrichment.ts';
import { linkTexts } from '../words/evidence-words.ts';

/** The sources behind one statement, as links where the evidence has an address. */
export function EvidenceLinks(props: { ids: readonly string[]; evidence: EnrichmentWire['evidence'] }) {
  const cited = props.evidence.filter((item) => props.ids.includes(item.id));
  // One source is named once, however many of its pages are cited: the list of evidence has them all.
  const shown = cited.filter((item, at) => cited.findIndex((other) => keyOf(other) === keyOf(item)) === at);
  if (shown.length === 0) return null;
  const texts = linkTexts(shown);
  return (
    <Inline gap="small">
      {shown.map((item, at) =>
        item.url ? (
          <Link key={item.id} href={{ url: item.url, external: true }}>
            {texts[at]}
          </Link>
        ) : (
          <Text key={item.id} variant="microcopy">
            {texts[at]}
          </Text>
        ),
      )}
    </Inline>
  );
}

const keyOf = (item: EnrichmentWire['evidence'][number]): string => item.url ?? item.source;
