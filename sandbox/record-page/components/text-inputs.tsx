/** Stand-ins to type into. As in HubSpot, `onInput` hears every key, `onChange` the value left behind (blur or Enter). */
import type { InputProps, SearchInputProps, TextAreaProps } from '@hubspot/ui-extensions';
import type { KeyboardEvent } from 'react';
import { Field } from './field.tsx';
import { Glyph } from './glyph.tsx';
import { useTypedText } from './use-typed-text.ts';

type TypedProps = Pick<InputProps, 'value' | 'defaultValue' | 'onChange' | 'onInput' | 'onBlur' | 'onFocus'>;

function useTyping({ value, defaultValue, onChange, onInput, onBlur, onFocus }: TypedProps) {
  const { text, setText, committed, setCommitted } = useTypedText(value, defaultValue ?? '');
  const commit = (next: string) => {
    if (next === committed) return;
    setCommitted(next);
    onChange?.(next);
  };
  const type = (next: string) => {
    setText(next);
    onInput?.(next);
  };
  return {
    text,
    type,
    commit,
    handlers: {
      value: text,
      onChange: (event: { readonly target: { readonly value: string } }) => type(event.target.value),
      onFocus: () => onFocus?.(text),
      onBlur: () => {
        commit(text);
        onBlur?.(text);
      },
    },
  };
}

export function Input(props: InputProps) {
  const { text, commit, handlers } = useTyping(props);
  return (
    <Field field={props}>
      {(control) => (
        <input
          {...control}
          {...handlers}
          className="control"
          type={props.type ?? 'text'}
          name={props.name}
          placeholder={props.placeholder}
          readOnly={props.readOnly}
          required={props.required}
          onKeyDown={(event) => event.key === 'Enter' && commit(text)}
        />
      )}
    </Field>
  );
}

export function TextArea(props: TextAreaProps) {
  const { handlers } = useTyping(props);
  return (
    <Field field={props}>
      {(control) => (
        <textarea
          {...control}
          {...handlers}
          className="control"
          name={props.name}
          placeholder={props.placeholder}
          readOnly={props.readOnly}
          required={props.required}
          rows={props.rows ?? 3}
          maxLength={props.maxLength}
          style={{ resize: props.resize ?? 'vertical' }}
        />
      )}
    </Field>
  );
}

export function SearchInput(props: SearchInputProps) {
  const { text, type, commit, handlers } = useTyping(props);
  const clear = () => {
    type('');
    commit('');
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'Enter') commit(text);
    if (event.key === 'Escape') clear();
  };
  return (
    <Field field={props}>
      {(control) => (
        <span className="control-search">
          <Glyph name="search" size={15} />
          <input
            {...control}
            {...handlers}
            className="control"
            type="search"
            name={props.name}
            placeholder={props.placeholder ?? 'Search'}
            readOnly={props.readOnly}
            onKeyDown={keys}
          />
          {props.clearable !== false && text !== '' && (
            <button type="button" className="icon-button" aria-label="Clear search" onClick={clear}>
              <Glyph name="remove" size={13} />
            </button>
          )}
        </span>
      )}
    </Field>
  );
}
