import { type KeyboardEvent, useState } from 'react';
import type { PropertyDefinition } from './control-shapes.ts';
import { parseDate } from './format-value.ts';

type Props = {
  readonly definition: PropertyDefinition;
  readonly value: string;
  readonly onSave: (value: string) => Promise<void>;
  readonly onClose: () => void;
};

/** Edits one value in place: Enter saves (in long texts Ctrl+Enter), Escape gives up; a refusal stays visible. */
export function PropertyEditor({ definition, value, onSave, onClose }: Props) {
  const [text, setText] = useState(editable(definition, value));
  const [problem, setProblem] = useState<string>();
  const [isSaving, setSaving] = useState(false);
  const isLong = definition.fieldType === 'textarea';
  const save = async () => {
    setSaving(true);
    await onSave(text).then(onClose, (error: unknown) => {
      setProblem(error instanceof Error ? error.message : String(error));
      setSaving(false);
    });
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onClose();
    if (event.key === 'Enter' && (!isLong || event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void save();
    }
  };
  const control = {
    className: 'control',
    'aria-label': definition.label,
    'aria-invalid': problem ? true : undefined,
    value: text,
    autoFocus: true,
    onKeyDown: keys,
    onChange: (event: { readonly target: { readonly value: string } }) => setText(event.target.value),
  };
  return (
    <div className="property-editor">
      {definition.options.length > 0 ? (
        <select {...control}>
          <option value="">—</option>
          {definition.options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      ) : isLong ? (
        <textarea {...control} rows={4} />
      ) : (
        <input {...control} type={inputType(definition)} step={definition.type === 'number' ? 'any' : undefined} />
      )}
      {problem && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
      <div className="property-editor-actions">
        <button type="button" className="button primary button-xs" disabled={isSaving} onClick={() => void save()}>
          Save
        </button>
        <button type="button" className="button secondary button-xs" onClick={onClose}>
          Cancel
        </button>
      </div>
    </div>
  );
}

function inputType(definition: PropertyDefinition): string {
  return definition.type === 'number' ? 'number' : definition.type === 'date' ? 'date' : 'text';
}

function editable(definition: PropertyDefinition, value: string): string {
  const date = definition.type === 'date' && value ? parseDate(value) : undefined;
  return date && !Number.isNaN(date.getTime()) ? date.toISOString().slice(0, 10) : value;
}
