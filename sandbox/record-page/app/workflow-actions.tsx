/** Runs the app's workflow actions on this record, as a workflow would, and shows what they gave back. */
import { useState } from 'react';
import { type ActionOutputs, readCallback, runWorkflowAction } from './control-api.ts';
import type { WorkflowAction } from './control-shapes.ts';
import { objectTypes } from './object-types.ts';
import { usePortal } from './portal-context.ts';
import type { RecordColumnProps } from './record-column.ts';

type Shown =
  | { readonly kind: 'running'; readonly text: string }
  | { readonly kind: 'outputs'; readonly outputs: Readonly<Record<string, string>> }
  | { readonly kind: 'failed'; readonly text: string };

const LOOK_AGAIN_MS = 500;
/** A run ends within ninety seconds; its callback follows at once. */
const LOOKS = 240;

export function WorkflowActions({ record, objectType, refreshRecord }: RecordColumnProps) {
  const { portal, app } = usePortal();
  const [shown, setShown] = useState<Shown>();
  const singular = objectTypes[objectType].singular.toUpperCase();
  const actions = app.workflowActions.filter((action) => action.objectTypes.includes(singular));
  if (!app.installed || actions.length === 0) return null;
  const run = async (action: WorkflowAction) => {
    setShown({ kind: 'running', text: `Running ${action.name}…` });
    try {
      const answer = await runWorkflowAction(portal.id, action, { objectType, objectId: record.id });
      if (!answer.outputs) setShown({ kind: 'running', text: 'The workflow waits for the app’s callback…' });
      const outputs = answer.outputs ?? (await waitForCallback(answer.callbackId));
      setShown(outputs ? { kind: 'outputs', outputs } : { kind: 'failed', text: 'No callback came. Try again.' });
      await refreshRecord();
    } catch (error) {
      setShown({ kind: 'failed', text: error instanceof Error ? error.message : String(error) });
    }
  };
  return (
    <section className="card workflow-actions" aria-label="Workflow actions">
      <header>
        <h2>Run in a workflow</h2>
      </header>
      <div className="workflow-buttons">
        {actions.map((action) => (
          <button
            type="button"
            className="button secondary button-sm"
            key={action.actionUrl}
            disabled={shown?.kind === 'running'}
            onClick={() => void run(action)}
          >
            {action.name}
          </button>
        ))}
      </div>
      <div role="status">{shown && <Result shown={shown} />}</div>
    </section>
  );
}

function Result({ shown }: { readonly shown: Shown }) {
  if (shown.kind !== 'outputs') return <p className="none">{shown.text}</p>;
  return (
    <dl className="workflow-outputs">
      {Object.entries(shown.outputs).map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value || '–'}</dd>
        </div>
      ))}
    </dl>
  );
}

async function waitForCallback(callbackId: string): Promise<ActionOutputs> {
  for (let looks = 0; looks < LOOKS; looks += 1) {
    const outputs = await readCallback(callbackId);
    if (outputs) return outputs;
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
  return undefined;
}
