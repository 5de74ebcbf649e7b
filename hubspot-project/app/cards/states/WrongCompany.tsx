import { Button, Divider, Flex, Heading, Text } from '@hubspot/ui-extensions';
import type { ReactNode } from 'react';

interface WrongCompanyProps {
  /** The company that the record is taken for. */
  readonly name: string;
  readonly chooser: ReactNode;
  readonly onForget: () => void;
  readonly isWorking: boolean;
}

/** The accepted company is the wrong one: another takes its place, or none does. */
export function WrongCompany({ name, chooser, onForget, isWorking }: WrongCompanyProps) {
  return (
    <Flex direction="column" gap="small">
      <Heading>Which company is it?</Heading>
      <Text>At present: {name}. Another choice replaces its values.</Text>
      {chooser}
      <Divider />
      <Text>Not sure? Forget {name}: values that nobody edited are cleared, and it is not taken again unasked.</Text>
      <Flex direction="row">
        <Button size="sm" disabled={isWorking} onClick={onForget}>
          Forget this company
        </Button>
      </Flex>
    </Flex>
  );
}
