/** What all input stand-ins share: label, hint, description and message around the control. */
import { type ReactNode, useEffect, useId, useState } from 'react';
import { Glyph } from './glyph.tsx';

export type FieldProps = {
  readonly label?: string | undefined;
  readonly required?: boolean | undefined;
  readonly description?: string | undefined;
  readonly tooltip?: string | undefined;
  readonly error?: boolean | undefined;
  readonly validationMessage?: string | undefined;
  readonly testId?: string | undefined;
};

type ControlAttributes = {
  readonly id: string;
  readonly 'aria-invalid': boolean | undefined;
  readonly 'aria-describedby': string | undefined;
};

type Props = { readonly field: FieldProps; readonly children: (control: ControlAttributes) => ReactNode };

export function Field({ field, children }: Props) {
  const id = useId();
  const note = useId();
  const hasNote = Boolean(field.description || field.validationMessage);
  return (
    <div className={`c-field ${field.error ? 'invalid' : ''}`} data-testid={field.testId}>
      {field.label && (
        <label htmlFor={id}>
          {field.label}
          {field.required && <em aria-hidden="true"> *</em>}
          {field.tooltip && (
            <span className="hint" title={field.tooltip}>
              <Glyph name="info" size={13} />
            </span>
          )}
        </label>
      )}
      {children({ id, 'aria-invalid': field.error || undefined, 'aria-describedby': hasNote ? note : undefined })}
      {hasNote && (
        <p id={note} className="c-field-note">
          {field.validationMessage && (
            <span className={field.error ? 'problem' : 'fine'}>{field.validationMessage}</span>
          )}
          {field.description && <span>{field.description}</span>}
        </p>
      )}
    </div>
  );
}

/**
 * Text the person is typing: kept here, because the extension's own state comes back from its worker a moment later,
 * and a control bound to it directly would swallow letters. A new value from the extension replaces the text.
 */
export function useTypedText(value: string | undefined, initial: string) {
  const [text, setText] = useState(value ?? initial);
  const [committed, setCommitted] = useState(value ?? initial);
  useEffect(() => {
    if (value === undefined) return;
    setText(value);
    setCommitted(value);
  }, [value]);
  return { text, setText, committed, setCommitted };
}
