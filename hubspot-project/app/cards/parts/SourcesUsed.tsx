import { Accordion, List, Text } from '@hubspot/ui-extensions';
import type { EnrichmentWire } from '../../../contract/enrichment.ts';
import { humanise, sourceLabel } from '../words/labels.ts';

type Source = EnrichmentWire['sources'][number];

const STATUS_WORDS = {
  used: 'asked now',
  cached: 'a recent answer was used again',
  skipped: 'not asked',
  failed: 'did not answer',
} satisfies Record<Source['status'], string>;

/** Which sources were asked and which could not be: a source that is down is never taken for "nothing found". */
export function SourcesUsed({ sources }: { sources: readonly Source[] }) {
  if (sources.length === 0) return null;
  const failed = sources.filter((source) => source.status === 'failed').length;
  const title = failed === 0 ? 'Sources' : `Sources (${failed} did not answer)`;
  return (
    <Accordion title={title}>
      <List>
        {sources.map((source) => (
          <Text key={source.name}>
            {sourceLabel(source.name)}: {STATUS_WORDS[source.status]}
            {source.reason ? `. ${humanise(source.reason)}` : ''}
          </Text>
        ))}
      </List>
    </Accordion>
  );
}
