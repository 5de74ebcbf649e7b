import {
  Flex,
  List,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
  Text,
} from '@hubspot/ui-extensions';
import type { HealthWire } from '../../../contract/health.ts';
import { labelOf } from '../words/health-words.ts';
import { POLICY_LABELS } from '../words/mapping-words.ts';

type MayWriteLine = HealthWire['mayWrite'][string][number];

/** Every property that an enrichment may change, as stored now, and what automation may make. */
export function MayWrite({ health }: { readonly health: HealthWire }) {
  return (
    <Flex direction="column" gap="small">
      <Text>Nothing else in this account is ever written. Unsaved changes on this page do not count yet.</Text>
      <Table density="condensed">
        <TableHead>
          <TableRow>
            <TableHeader>Property</TableHeader>
            <TableHeader>On</TableHeader>
            <TableHeader>When</TableHeader>
            <TableHeader>What people typed</TableHeader>
          </TableRow>
        </TableHead>
        <TableBody>
          {groupByRule(health.mayWrite).map(({ line, on }) => (
            <TableRow key={`${line.target} ${line.policy} ${line.respectHumanEdits}`}>
              <TableCell>{line.target}</TableCell>
              <TableCell>{on.map(labelOf).join(', ')}</TableCell>
              <TableCell>{POLICY_LABELS[line.policy]}</TableCell>
              <TableCell>{line.respectHumanEdits ? 'Stays' : 'Is replaced'}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      <MayCreate lines={health.mayCreate} />
    </Flex>
  );
}

const MADE = { tasks: 'Tasks', deals: 'Deals', owners: 'Owners' } as const;

function MayCreate({ lines }: { readonly lines: HealthWire['mayCreate'] }) {
  if (lines.length === 0) return <Text>No task, deal or owner is made: automation is switched off.</Text>;
  return <List variant="unordered-styled">{lines.map(({ what, when }) => `${MADE[what]}: ${when}`)}</List>;
}

/** One line for a property that is written alike on several object types. */
function groupByRule(mayWrite: HealthWire['mayWrite']) {
  const groups = new Map<string, { readonly line: MayWriteLine; readonly on: string[] }>();
  for (const [objectType, lines] of Object.entries(mayWrite))
    for (const line of lines) {
      const key = `${line.target} ${line.policy} ${line.respectHumanEdits}`;
      const group = groups.get(key) ?? { line, on: [] };
      group.on.push(objectType);
      groups.set(key, group);
    }
  return [...groups.values()];
}
