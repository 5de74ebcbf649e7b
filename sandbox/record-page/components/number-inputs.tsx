/** Stand-ins for numbers. `onChange` hears the number left behind, `onInput` every change. */
import type { CurrencyInputProps, NumberInputProps, StepperInputProps } from '@hubspot/ui-extensions';
import { Field } from './field.tsx';
import { useTypedText } from './use-typed-text.ts';

type NumberProps = Pick<NumberInputProps, 'value' | 'defaultValue' | 'onChange' | 'onInput' | 'onBlur' | 'onFocus'>;

const asText = (value: number | undefined) => (value === undefined || value === null ? undefined : String(value));

function useNumber({ value, defaultValue, onChange, onInput, onBlur, onFocus }: NumberProps) {
  const { text, setText, committed, setCommitted } = useTypedText(asText(value), asText(defaultValue) ?? '');
  const commit = (next: string) => {
    if (next === committed || next === '' || Number.isNaN(Number(next))) return;
    setCommitted(next);
    onChange?.(Number(next));
  };
  const type = (next: string) => {
    setText(next);
    if (next !== '' && !Number.isNaN(Number(next))) onInput?.(Number(next));
  };
  const handlers = {
    value: text,
    onChange: (event: { readonly target: { readonly value: string } }) => type(event.target.value),
    onFocus: () => onFocus?.(Number(text)),
    onBlur: () => {
      commit(text);
      onBlur?.(Number(text));
    },
    onKeyDown: (event: { readonly key: string }) => event.key === 'Enter' && commit(text),
  };
  return { text, type, commit, handlers };
}

const step = (precision: number | undefined) => (precision === undefined ? 'any' : 10 ** -precision);

export function NumberInput(props: NumberInputProps) {
  const { handlers } = useNumber(props);
  return (
    <Field field={props}>
      {(control) => (
        <span className="control-affix">
          <input
            {...control}
            {...handlers}
            className="control"
            type="number"
            name={props.name}
            placeholder={props.placeholder}
            readOnly={props.readOnly}
            min={props.min}
            max={props.max}
            step={step(props.precision)}
            style={{ textAlign: props.textAlign ?? 'left' }}
          />
          {props.formatStyle === 'percentage' && <i>%</i>}
        </span>
      )}
    </Field>
  );
}

export function CurrencyInput(props: CurrencyInputProps) {
  const { handlers } = useNumber(props);
  return (
    <Field field={props}>
      {(control) => (
        <span className="control-affix before">
          <i>{currencySymbol(props.currency ?? 'USD')}</i>
          <input
            {...control}
            {...handlers}
            className="control"
            type="number"
            name={props.name}
            placeholder={props.placeholder}
            readOnly={props.readOnly}
            min={props.min}
            max={props.max}
            step={step(props.precision ?? 2)}
          />
        </span>
      )}
    </Field>
  );
}

function currencySymbol(currency: string): string {
  const parts = new Intl.NumberFormat('en-GB', {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
  }).formatToParts(0);
  return parts.find(({ type }) => type === 'currency')?.value ?? currency;
}

export function StepperInput(props: StepperInputProps) {
  const { text, type, commit, handlers } = useNumber(props);
  const current = Number(text || 0);
  const by = props.stepSize ?? 1;
  const isLeast = props.min !== undefined && current <= props.min;
  const isMost = props.max !== undefined && current >= props.max;
  const move = (amount: number) => {
    const next = Math.min(
      props.max ?? Number.POSITIVE_INFINITY,
      Math.max(props.min ?? Number.NEGATIVE_INFINITY, current + amount),
    );
    type(String(next));
    commit(String(next));
  };
  return (
    <Field field={props}>
      {(control) => (
        <span className="control-stepper">
          <button
            type="button"
            aria-label="Less"
            title={isLeast ? props.minValueReachedTooltip : undefined}
            disabled={isLeast || props.readOnly}
            onClick={() => move(-by)}
          >
            −
          </button>
          <input
            {...control}
            {...handlers}
            className="control"
            type="number"
            name={props.name}
            readOnly={props.readOnly}
            min={props.min}
            max={props.max}
            step={by}
          />
          <button
            type="button"
            aria-label="More"
            title={isMost ? props.maxValueReachedTooltip : undefined}
            disabled={isMost || props.readOnly}
            onClick={() => move(by)}
          >
            +
          </button>
        </span>
      )}
    </Field>
  );
}
