import { useCallback, useEffect, useRef, useState } from 'react';
import type { AdminClient } from '../../contract/admin-client.ts';
import type { SettingsWire } from '../../contract/settings.ts';
import { afterSave, changeDraft, readyWith, type SettingsState } from './settings-state.ts';

/** What the page shows and what can be done from it. */
export interface SettingsControl {
  readonly state: SettingsState;
  readonly change: (change: Partial<SettingsWire>) => void;
  /** Tells whether it was stored. */
  readonly save: () => Promise<boolean>;
  /** Goes back to what is stored. */
  readonly discard: () => void;
  readonly readAgain: () => void;
}

/**
 * Reads the settings on mount, keeps what is changed on the page, and saves all of it at once.
 *
 * @param onSaved called after each save that was stored
 */
export function useSettings(client: AdminClient, onSaved: () => void): SettingsControl {
  const [state, setState] = useState<SettingsState>({ kind: 'loading' });
  const latest = useRef(state);
  const show = useCallback((next: SettingsState) => {
    latest.current = next;
    setState(next);
  }, []);
  const read = useCallback(async () => {
    show({ kind: 'loading' });
    const answer = await client.readSettings();
    show(answer.kind === 'ok' ? readyWith(answer.value) : { kind: 'unread', problem: answer });
  }, [client, show]);
  useEffect(() => void read(), [read]);
  return {
    state,
    change: (change) => {
      const now = latest.current;
      if (now.kind === 'ready' && !now.isSaving) show(changeDraft(now, change));
    },
    save: async () => {
      const now = latest.current;
      if (now.kind !== 'ready' || now.isSaving) return false;
      show({ ...now, isSaving: true });
      const answer = await client.saveSettings(now.draft);
      show(afterSave(now, answer));
      if (answer.kind === 'ok') onSaved();
      return answer.kind === 'ok';
    },
    discard: () => {
      const now = latest.current;
      if (now.kind === 'ready') show({ ...now, draft: now.saved, fieldProblems: [], saveProblem: null });
    },
    readAgain: () => void read(),
  };
}
