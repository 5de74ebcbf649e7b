import { Alert, Text } from '@hubspot/ui-extensions';
import { joinWords } from '../../../display/names.ts';
import { wordNoAnswer } from '../../../display/Unanswered.tsx';
import type { NoAnswer, SectionName } from '../settings-state.ts';
import { SECTION_TITLES } from '../words/section-words.ts';

/** Why nothing was saved: what to correct and where, or what stands in the way. */
export function SaveProblem(props: { problem: NoAnswer; wrong: readonly SectionName[] }) {
  const { title, text, requestId } = wordNoAnswer(props.problem);
  if (props.wrong.length > 0) {
    const where = joinWords(props.wrong.map((section) => SECTION_TITLES[section]));
    return (
      <Alert title="Please correct the marked fields" variant="error">
        Nothing was saved. Look under {where}.
      </Alert>
    );
  }
  return (
    <Alert title={title} variant="error">
      <Text>{text} Nothing was saved.</Text>
      {requestId && <Text variant="microcopy">Reference for support: {requestId}</Text>}
    </Alert>
  );
}
