/** Stand-ins to choose from a list. */
import type { MultiSelectProps, SelectProps } from '@hubspot/ui-extensions';
import { useEffect, useRef, useState } from 'react';
import { Field } from './field.tsx';
import { Glyph } from './glyph.tsx';
import { useOutsideClose } from './use-outside-close.ts';

export function Select(props: SelectProps) {
  const [own, setOwn] = useState(props.value);
  useEffect(() => setOwn(props.value), [props.value]);
  const chosen = props.options.findIndex((option) => option.value === own);
  return (
    <Field field={props}>
      {(control) => (
        <span className={`control-select ${props.variant ?? 'input'}`}>
          <select
            {...control}
            className="control"
            name={props.name}
            required={props.required}
            disabled={props.readOnly}
            // Options are told apart by place: their values may be numbers or booleans, which text would confuse.
            value={chosen < 0 ? '' : String(chosen)}
            onChange={(event) => {
              const option = props.options[Number(event.target.value)];
              if (!option) return;
              setOwn(option.value);
              props.onChange?.(option.value);
            }}
          >
            <option value="" disabled hidden>
              {props.placeholder ?? 'Choose…'}
            </option>
            {props.options.map((option, index) => (
              <option key={String(option.value)} value={index} data-value={String(option.value)}>
                {option.label}
              </option>
            ))}
          </select>
          <Glyph name="downCarat" size={14} />
        </span>
      )}
    </Field>
  );
}

export function MultiSelect(props: MultiSelectProps) {
  const [own, setOwn] = useState<readonly (string | number | boolean)[]>(props.value ?? []);
  useEffect(() => setOwn(props.value ?? []), [props.value]);
  const [isOpen, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  useOutsideClose(root, isOpen, () => setOpen(false));
  const change = (next: (string | number | boolean)[]) => {
    setOwn(next);
    props.onChange?.(next);
  };
  const chosen = props.options.filter((option) => own.includes(option.value));
  return (
    <Field field={props}>
      {(control) => (
        <div className="control-multi" ref={root}>
          <button
            {...control}
            type="button"
            className="control"
            disabled={props.readOnly}
            aria-haspopup="listbox"
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
          >
            {chosen.length === 0 && <span className="placeholder">{props.placeholder ?? 'Choose…'}</span>}
            {chosen.map((option) => (
              <span key={String(option.value)} className="c-tag tone-default">
                {option.label}
              </span>
            ))}
            <Glyph name="downCarat" size={14} />
          </button>
          {isOpen && (
            <fieldset className="menu" aria-label={props.label}>
              {props.options.map((option) => (
                <label key={String(option.value)}>
                  <input
                    type="checkbox"
                    checked={own.includes(option.value)}
                    onChange={(event) =>
                      change(
                        event.target.checked ? [...own, option.value] : own.filter((value) => value !== option.value),
                      )
                    }
                  />
                  {option.label}
                </label>
              ))}
            </fieldset>
          )}
        </div>
      )}
    </Field>
  );
}
