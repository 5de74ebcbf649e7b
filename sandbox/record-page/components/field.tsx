/** What all input stand-ins share: label, hint, description and message around the control. */
import { type ReactNode, useId } from 'react';
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
