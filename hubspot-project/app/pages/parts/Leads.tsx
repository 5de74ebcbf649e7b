import {
  Flex,
  Heading,
  Link,
  StatusTag,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
  Text,
} from '@hubspot/ui-extensions';
import type { OverviewWire } from '../../../contract/overview.ts';
import { useDisplay } from '../../../display/display.ts';
import { formatNumber } from '../../../display/format.ts';
import { recordUrl, TYPE_OF_ONE } from '../../../display/record-url.ts';
import { useBackend } from '../backend.ts';

const BANDS = {
  hot: { variant: 'success', label: 'Hot' },
  warm: { variant: 'info', label: 'Warm' },
  lukewarm: { variant: 'warning', label: 'Lukewarm' },
  cold: { variant: 'default', label: 'Cold' },
} as const;

/** The records to call first, each with its score and what happened there. */
export function Leads({ leads, hubspotUrl }: { readonly leads: OverviewWire['leads']; readonly hubspotUrl: string }) {
  const { portalId } = useBackend();
  const display = useDisplay();
  if (leads.length === 0) return null;
  const hot = leads.filter(({ band }) => band === 'hot');
  const shown = hot.length > 0 ? hot : leads;
  return (
    <Flex direction="column" gap="small">
      <Heading>{hot.length > 0 ? 'Hot leads' : 'Best leads so far'}</Heading>
      <Table density="condensed">
        <TableHead>
          <TableRow>
            <TableHeader>Company</TableHeader>
            <TableHeader width="min">Record</TableHeader>
            <TableHeader width="min">Score</TableHeader>
            <TableHeader width="min">Band</TableHeader>
            <TableHeader>Latest signal</TableHeader>
          </TableRow>
        </TableHead>
        <TableBody>
          {shown.map((lead) => (
            <TableRow key={`${lead.objectType} ${lead.objectId}`}>
              <TableCell>
                <Link href={recordUrl(hubspotUrl, portalId, lead.objectType, lead.objectId)}>{lead.companyName}</Link>
              </TableCell>
              <TableCell width="min">{TYPE_OF_ONE[lead.objectType]}</TableCell>
              <TableCell width="min">{formatNumber(display, lead.score)}</TableCell>
              <TableCell width="min">
                <StatusTag variant={BANDS[lead.band].variant}>{BANDS[lead.band].label}</StatusTag>
              </TableCell>
              <TableCell>
                <Text>{lead.signal ?? 'None'}</Text>
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Flex>
  );
}
