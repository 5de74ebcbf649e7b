import { Accordion, Flex, LoadingSpinner, StatusTag, Text } from '@hubspot/ui-extensions';
import { useState } from 'react';
import type { ReceiptAnswer } from '../../../contract/administration.ts';
import type { HealthWire } from '../../../contract/health.ts';
import { useDisplay } from '../../../display/display.ts';
import { formatDate } from '../../../display/format.ts';
import { Unanswered } from '../../../display/Unanswered.tsx';
import { useAnswer } from '../../../display/use-answer.ts';
import { Disconnect } from '../parts/Disconnect.tsx';
import { HealthNumbers } from '../parts/HealthNumbers.tsx';
import { HealthProblems } from '../parts/HealthProblems.tsx';
import { LastErrors } from '../parts/LastErrors.tsx';
import { MayWrite } from '../parts/MayWrite.tsx';
import { Receipt } from '../parts/Receipt.tsx';
import { useSettingsForm } from '../settings-form.ts';

/** How the app stands in this account, what it may write, and how to end it. */
export function Connection({ isAdmin }: { readonly isAdmin: boolean }) {
  const { client } = useSettingsForm();
  const { loaded, reload } = useAnswer('health', client.readHealth);
  const [receipt, setReceipt] = useState<ReceiptAnswer['receipt'] | null>(null);
  if (receipt) return <Receipt receipt={receipt} />;
  if (loaded.kind === 'loading') return <LoadingSpinner label="Asking how the connection stands" showLabel />;
  if (loaded.kind === 'problem') return <Unanswered problem={loaded.problem} onTryAgain={reload} />;
  const health = loaded.value;
  return (
    <Flex direction="column" gap="medium">
      <ConnectionLine connection={health.connection} />
      <HealthProblems health={health} />
      <HealthNumbers health={health} />
      <Flex direction="column" gap="small">
        <Accordion title="What oppSpot may write">
          <MayWrite health={health} />
        </Accordion>
        {health.lastErrors.length > 0 && (
          <Accordion title="Last errors">
            <LastErrors errors={health.lastErrors} />
          </Accordion>
        )}
        {isAdmin && (
          <Accordion title="Disconnect oppSpot">
            <Disconnect onDisconnected={setReceipt} />
          </Accordion>
        )}
      </Flex>
    </Flex>
  );
}

const STATUS = {
  connected: { variant: 'success', label: 'Connected' },
  disconnected: { variant: 'danger', label: 'Disconnected' },
  error: { variant: 'warning', label: 'Needs a look' },
} as const;

function ConnectionLine({ connection }: { readonly connection: HealthWire['connection'] }) {
  const display = useDisplay();
  const { variant, label } = STATUS[connection.status];
  return (
    <Flex direction="row" gap="small" align="center" wrap>
      <StatusTag variant={variant}>{label}</StatusTag>
      <Text>
        HubSpot account {connection.portalId}, installed {formatDate(display, connection.installedAt)}
      </Text>
    </Flex>
  );
}
