import { type FormEvent, useState } from 'react';
import { Dialog } from '../components/dialog.tsx';
import { createRecord } from './control-api.ts';
import { type ObjectType, objectTypes } from './object-types.ts';
import { usePortal } from './portal-context.ts';
import { navigate, recordHref } from './router.ts';

type Props = { readonly objectType: ObjectType; readonly onClose: () => void };

/** Creates a record as a person would and opens it. */
export function CreateRecord({ objectType, onClose }: Props) {
  const { portal, user } = usePortal();
  const [problem, setProblem] = useState<string>();
  const [isSaving, setSaving] = useState(false);
  const words = objectTypes[objectType];

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const properties = readFilled(new FormData(event.currentTarget));
    setSaving(true);
    await createRecord(portal.id, objectType, properties, user?.id).then(
      (id) => navigate(recordHref(portal.id, objectType, id)),
      (error: unknown) => {
        setProblem(error instanceof Error ? error.message : String(error));
        setSaving(false);
      },
    );
  };
  return (
    <Dialog kind="panel" width="sm" title={`Create ${words.singular}`} onClose={onClose}>
      <form className="dialog-form" onSubmit={submit}>
        <div className="dialog-body">
          {words.createFields.map(([name, label, placeholder, initial = ''], index) => (
            <label key={name} className="c-field">
              <span>{label}</span>
              <input
                className="control"
                name={name}
                placeholder={placeholder}
                defaultValue={initial}
                required={index === 0}
                autoComplete="off"
              />
            </label>
          ))}
          {problem && (
            <p className="problem" role="alert">
              {problem}
            </p>
          )}
        </div>
        <footer className="dialog-foot">
          <button type="submit" className="button primary" disabled={isSaving}>
            Create {words.singular}
          </button>
          <button type="button" className="button secondary" onClick={onClose}>
            Cancel
          </button>
        </footer>
      </form>
    </Dialog>
  );
}

function readFilled(form: FormData): Record<string, string> {
  return Object.fromEntries(
    [...form].flatMap(([name, value]) => (typeof value === 'string' && value.trim() ? [[name, value.trim()]] : [])),
  );
}
