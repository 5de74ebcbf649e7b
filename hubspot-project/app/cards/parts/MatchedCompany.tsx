import { Accordion, Button, Flex, Heading, List, Text } from '@hubspot/ui-extensions';
import type { OutcomeProps } from '../outcome-props.ts';
import { useDisplay } from '../words/display.ts';
import { formatShare } from '../words/format.ts';
import { humanise } from '../words/labels.ts';

/** Which company this is taken for, how surely, why, and the way to say that it is another. */
export function MatchedCompany({ enrichment, isWorking, mayAct, onWrongCompany }: OutcomeProps) {
  const display = useDisplay();
  const company = enrichment.match?.company;
  if (!enrichment.match || !company) return null;
  const facts = [company.companyNumber && `No. ${company.companyNumber}`, company.status && humanise(company.status)];
  return (
    <Flex direction="column" gap="extra-small">
      <Heading>{company.name}</Heading>
      <Flex direction="row" justify="between" align="center" gap="small" wrap>
        <Text variant="microcopy">{facts.filter(Boolean).join(' · ')}</Text>
        {mayAct && (
          <Button variant="transparent" size="xs" disabled={isWorking} onClick={onWrongCompany}>
            Wrong company?
          </Button>
        )}
      </Flex>
      <Accordion title={`${formatShare(display, enrichment.match.confidence)} sure it is this company`} size="xs">
        <List>
          {enrichment.match.reasons.map((reason) => (
            <Text key={reason}>{humanise(reason)}</Text>
          ))}
        </List>
      </Accordion>
    </Flex>
  );
}
