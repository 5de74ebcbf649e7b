/** The stand-in for a form: gathers its inputs by name when it is sent. */
import type { FormProps } from '@hubspot/ui-extensions';
import type { FormEvent } from 'react';
import { useFrame } from '../host/frame-context.ts';
import { plainEvent, reactionsOf } from './clicks.ts';

export function Form({ onSubmit, autoComplete, testId, children }: FormProps) {
  const { overlays } = useFrame();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    // The page has no address to send to, so the browser never sends; `preventDefault` only matters inside HubSpot.
    event.preventDefault();
    event.stopPropagation();
    void onSubmit?.({ ...plainEvent(event), targetValue: readForm(event.currentTarget) }, reactionsOf(overlays));
  };
  return (
    <form className="c-form" data-testid={testId} autoComplete={autoComplete} onSubmit={submit}>
      {children}
    </form>
  );
}

/** Values by input name: numbers as numbers, a chosen option by its own value, an unticked box as nothing. */
function readForm(form: HTMLFormElement): Record<string, string | number> {
  const values: Record<string, string | number> = {};
  for (const element of form.elements) {
    if (element instanceof HTMLSelectElement && element.name) {
      values[element.name] = element.selectedOptions[0]?.dataset.value ?? '';
    } else if (element instanceof HTMLTextAreaElement && element.name) {
      values[element.name] = element.value;
    } else if (element instanceof HTMLInputElement && element.name && isSent(element)) {
      values[element.name] = element.type === 'number' && element.value !== '' ? Number(element.value) : element.value;
    }
  }
  return values;
}

function isSent(input: HTMLInputElement): boolean {
  return (input.type !== 'checkbox' && input.type !== 'radio') || input.checked;
}
