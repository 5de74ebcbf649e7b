import { Group, Progress, Stack, Text, Title } from '@mantine/core';
import { gateInWords } from '../../../hubspot-project/contract/index.ts';
import type { Run } from '../api/shapes.ts';
import { formatDay, formatShare } from '../words/format.ts';
import { wordsOf } from '../words/labels.ts';

/** How a score is made, and the signals that were alive. */
export function ScoreParts({ run }: { readonly run: Run }) {
  const { score, signals } = run;
  return (
    <Stack gap="lg">
      {score === null || score.total === null ? (
        <Text c="dimmed">There is no score: too little is known about this company. Unknown is not 0.</Text>
      ) : (
        <Group align="baseline" gap="xs">
          <Title order={3}>{score.total}</Title>
          <Text c="dimmed">
            of 100, {score.band ?? ''} · {formatShare(score.coverage)} of it rests on known facts
          </Text>
        </Group>
      )}
      {score !== null && score.gates.length > 0 && (
        <Text size="sm">
          Capped: {score.gates.map(({ name, cap }) => `${gateInWords(name)}, at most ${cap}`).join('; ')}.
        </Text>
      )}
      {score !== null &&
        Object.entries(score.parts).map(([name, part]) => (
          <div key={name}>
            <Group justify="space-between">
              <Text size="sm" fw={600}>
                {wordsOf(name)}
              </Text>
              <Text size="sm">{part.value === null ? 'unknown' : part.value}</Text>
            </Group>
            <Progress
              value={part.value ?? 0}
              color={part.value === null ? 'gray' : 'brand'}
              aria-label={`${wordsOf(name)}: ${part.value ?? 'unknown'}`}
            />
            <Text size="xs" c="dimmed">
              counts for {formatShare(part.weight)} · {formatShare(part.coverage)} known
            </Text>
          </div>
        ))}
      {score !== null && score.wouldChange.length > 0 && (
        <div>
          <Title order={3} size="h6" mb="xs">
            What would change it
          </Title>
          {score.wouldChange.map(({ change, deltaPoints }) => (
            <Text key={change} size="sm">
              {change}: {deltaPoints > 0 ? '+' : ''}
              {deltaPoints}
            </Text>
          ))}
        </div>
      )}
      {signals.length > 0 && (
        <div>
          <Title order={3} size="h6" mb="xs">
            Signals
          </Title>
          <Stack gap="xs">
            {signals.map((signal) => (
              <div key={`${signal.kind} ${signal.occurredAt}`}>
                <Text size="sm">{signal.text}</Text>
                <Text size="xs" c="dimmed">
                  {wordsOf(signal.kind)} · {formatDay(signal.occurredAt)}
                </Text>
              </div>
            ))}
          </Stack>
        </div>
      )}
    </Stack>
  );
}
