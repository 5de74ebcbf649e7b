import {
  Flex,
  Link,
  List,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
  Text,
} from '@hubspot/ui-extensions';
import type { ScorePreviewAnswer } from '../../../contract/score-preview.ts';
import { recordUrl, TYPE_OF_ONE } from '../../../display/record-url.ts';
import { wordEffect, wordMove, wordShown, wordUnjudged } from '../words/effect-words.ts';

interface ScoreEffectResultProps {
  readonly answer: ScorePreviewAnswer;
  readonly portalId: number;
}

/** How many records move, between which bands, and those that move most. */
export function ScoreEffectResult({ answer: { preview, hubspotUrl }, portalId }: ScoreEffectResultProps) {
  const left = wordUnjudged(preview);
  return (
    <Flex direction="column" gap="small">
      <Text format={{ fontWeight: 'demibold' }}>{wordEffect(preview)}</Text>
      {preview.moves.length > 0 && <List variant="unordered-styled">{preview.moves.map(wordMove)}</List>}
      {preview.largest.length > 0 && (
        <Table density="condensed">
          <TableHead>
            <TableRow>
              <TableHeader>Moves most</TableHeader>
              <TableHeader width="min">Record</TableHeader>
              <TableHeader width="auto">Now</TableHeader>
              <TableHeader width="auto">With this change</TableHeader>
            </TableRow>
          </TableHead>
          <TableBody>
            {preview.largest.map(({ objectType, objectId, companyName, before, after }) => (
              <TableRow key={`${objectType} ${objectId}`}>
                <TableCell>
                  <Link href={recordUrl(hubspotUrl, portalId, objectType, objectId)}>{companyName}</Link>
                </TableCell>
                <TableCell width="min">{TYPE_OF_ONE[objectType]}</TableCell>
                <TableCell width="auto">{wordShown(before)}</TableCell>
                <TableCell width="auto">{wordShown(after)}</TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
      {left !== undefined && <Text>{left}</Text>}
      {preview.records > 0 && (
        <Text variant="microcopy">
          After saving, a record gets its new score when it is enriched again, by itself or by you.
        </Text>
      )}
    </Flex>
  );
}
