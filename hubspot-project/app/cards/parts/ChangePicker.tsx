import { Button, Checkbox, Flex, LoadingButton } from '@hubspot/ui-extensions';
import { useState } from 'react';
import { countWords } from '../words/count-words.ts';
import { useDisplay } from '../words/display.ts';
import { propertyLabel } from '../words/labels.ts';
import { wordPropertyValue } from '../words/property-value.ts';
import type { ChangeLine } from './ChangeList.tsx';

interface ChangePickerProps {
  readonly lines: readonly ChangeLine[];
  /** What the button does, as a verb: "Apply", "Undo". */
  readonly verb: string;
  /** undefined: all were chosen. */
  readonly onDo: (properties: readonly string[] | undefined) => void;
  readonly onCancel?: (() => void) | undefined;
  readonly cancelLabel: string;
  readonly isBusy: boolean;
}

/** Lets a person choose among changes; all are chosen at first. */
export function ChangePicker({ lines, verb, onDo, onCancel, cancelLabel, isBusy }: ChangePickerProps) {
  const display = useDisplay();
  const [left, setLeft] = useState<readonly string[]>([]);
  const chosen = lines.map(({ property }) => property).filter((property) => !left.includes(property));
  const isAll = chosen.length === lines.length;
  const toggle = (property: string, isOn: boolean) =>
    setLeft((before) => (isOn ? before.filter((name) => name !== property) : [...before, property]));
  const words = (property: string, value: string | null | undefined) =>
    wordPropertyValue(display, property, value ?? null);
  return (
    <Flex direction="column" gap="small">
      {lines.map(({ property, from, to, note }) => (
        <Checkbox
          key={property}
          name={property}
          checked={!left.includes(property)}
          readonly={isBusy}
          description={`${words(property, from)} → ${words(property, to)}${note ? ` · ${note}` : ''}`}
          onChange={(isOn) => toggle(property, isOn)}
        >
          {propertyLabel(property)}
        </Checkbox>
      ))}
      <Flex direction="row" gap="small" wrap>
        <LoadingButton
          variant="primary"
          loading={isBusy}
          disabled={chosen.length === 0}
          onClick={() => onDo(isAll ? undefined : chosen)}
        >
          {isAll ? `${verb} all ${countWords(lines.length, 'change')}` : `${verb} ${chosen.length} of ${lines.length}`}
        </LoadingButton>
        {onCancel && <Button onClick={onCancel}>{cancelLabel}</Button>}
      </Flex>
    </Flex>
  );
}
