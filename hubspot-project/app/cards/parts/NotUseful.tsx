import { Button, Flex, Text } from '@hubspot/ui-extensions';
import type { FeedbackRequest } from '../../../contract/requests.ts';
import type { OutcomeProps } from '../outcome-props.ts';

/** A thing that can be called not useful: the score, or one signal. */
export type Judged =
  | { readonly about: 'score' }
  | { readonly about: 'signal'; readonly kind: string; readonly occurredAt: string };

/** What judging needs of a view. */
export type JudgingProps = Pick<OutcomeProps, 'feedback' | 'mayAct' | 'onJudge'>;

/** Lets a person say that something is of no use to them, shows that they did, and takes it back. */
export function NotUseful({ of, feedback, mayAct, onJudge }: { of: Judged } & JudgingProps) {
  const isMarked = feedback.some((mark) => isAbout(mark, of));
  const say = (isUseful: boolean): FeedbackRequest => ({ ...of, isUseful });
  if (!isMarked)
    return (
      mayAct && (
        <Flex direction="row">
          <Button variant="transparent" size="xs" onClick={() => onJudge(say(false))}>
            Not useful
          </Button>
        </Flex>
      )
    );
  return (
    <Flex direction="row" gap="extra-small" align="center">
      <Text variant="microcopy">Marked not useful</Text>
      {mayAct && (
        <Button variant="transparent" size="xs" onClick={() => onJudge(say(true))}>
          Take back
        </Button>
      )}
    </Flex>
  );
}

function isAbout(mark: OutcomeProps['feedback'][number], of: Judged): boolean {
  if (of.about === 'score') return mark.about === 'score';
  return mark.about === 'signal' && mark.kind === of.kind && mark.occurredAt === of.occurredAt;
}
