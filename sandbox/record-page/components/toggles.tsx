/** Stand-ins that are on or off: checkboxes, radio buttons, switches, groups of them. */
import type { CheckboxProps, RadioButtonProps, ToggleGroupProps, ToggleProps } from '@hubspot/ui-extensions';
import { useEffect, useState } from 'react';
import { Field } from './field.tsx';

function useChecked(checked: boolean | undefined, initial: boolean | undefined) {
  const [own, setOwn] = useState(checked ?? initial ?? false);
  useEffect(() => {
    if (checked !== undefined) setOwn(checked);
  }, [checked]);
  return [own, setOwn] as const;
}

type ChoiceProps = CheckboxProps & { readonly kind: 'checkbox' | 'radio' };

function Choice(props: ChoiceProps) {
  const [isChecked, setChecked] = useChecked(props.checked, props.initialIsChecked);
  return (
    <label className={`c-choice ${props.inline ? 'inline' : ''}`} data-testid={props.testId}>
      <input
        type={props.kind}
        name={props.name}
        value={props.value ?? 'on'}
        checked={isChecked}
        disabled={props.readOnly ?? props.readonly}
        aria-label={props['aria-label']}
        onChange={(event) => {
          setChecked(event.target.checked);
          props.onChange?.(event.target.checked, props.value ?? '');
        }}
      />
      <span>
        {props.children}
        {props.description && <small>{props.description}</small>}
      </span>
    </label>
  );
}

export const Checkbox = (props: CheckboxProps) => <Choice {...props} kind="checkbox" />;
export const RadioButton = (props: RadioButtonProps) => <Choice {...props} kind="radio" />;

export function Toggle(props: ToggleProps) {
  const [isChecked, setChecked] = useChecked(props.checked, props.initialIsChecked);
  const display = props.labelDisplay ?? 'inline';
  const word = isChecked ? props.textChecked : props.textUnchecked;
  return (
    <label className={`c-toggle ${display}`} data-testid={props.testId}>
      <span className={display === 'hidden' ? 'visually-hidden' : ''}>{props.label}</span>
      <input
        type="checkbox"
        role="switch"
        aria-checked={isChecked}
        name={props.name}
        checked={isChecked}
        disabled={props.readOnly ?? props.readonly}
        onChange={(event) => {
          setChecked(event.target.checked);
          props.onChange?.(event.target.checked);
        }}
      />
      <i aria-hidden="true" />
      {word && <small>{word}</small>}
    </label>
  );
}

export function ToggleGroup(props: ToggleGroupProps) {
  const isRadio = props.toggleType === 'radioButtonList';
  const given = props.value === undefined ? undefined : [props.value].flat();
  const initial = props.options.filter((option) => option.initialIsChecked).map((option) => option.value);
  const [chosen, setChosen] = useState<readonly string[]>(given ?? initial);
  const key = given?.join('\n');
  useEffect(() => {
    if (key !== undefined) setChosen(key === '' ? [] : key.split('\n'));
  }, [key]);
  const change = (value: string, isChecked: boolean) => {
    const next = isRadio ? [value] : isChecked ? [...chosen, value] : chosen.filter((old) => old !== value);
    setChosen(next);
    if (props.toggleType === 'radioButtonList') props.onChange?.(value);
    else props.onChange?.(next);
  };
  return (
    <Field field={props}>
      {(control) => (
        <fieldset
          className={`c-choices ${props.inline ? 'inline' : ''}`}
          aria-describedby={control['aria-describedby']}
        >
          <legend className="visually-hidden">{props.label}</legend>
          {props.options.map((option) => (
            <label key={option.value} className="c-choice">
              <input
                type={isRadio ? 'radio' : 'checkbox'}
                name={props.name}
                value={option.value}
                checked={chosen.includes(option.value)}
                disabled={option.readOnly ?? option.readonly}
                onChange={(event) => change(option.value, event.target.checked)}
              />
              <span>
                {option.label}
                {option.description && <small>{option.description}</small>}
              </span>
            </label>
          ))}
        </fieldset>
      )}
    </Field>
  );
}
