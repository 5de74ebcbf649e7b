import type { AppRegistration } from './app-registration.ts';
import { makeClock, type SandboxClock } from './clock.ts';
import { type EventJournal, makeEventJournal } from './event-journal.ts';
import { makeOAuthState, type OAuthState } from './oauth-state.ts';
import type { Portal } from './portal.ts';
import { type ChangeFeed, makeChangeFeed } from './record-change.ts';
import { type SandboxSettings, sandboxSettingsSchema } from './sandbox-settings.ts';

/** Everything the sandbox knows; one object, in memory, thrown away at the end. */
export interface SandboxState {
  readonly clock: SandboxClock;
  readonly portals: Map<number, Portal>;
  readonly oauth: OAuthState;
  readonly changes: ChangeFeed;
  readonly callbacks: CallbackCompletion[];
  readonly journal: EventJournal;
  /** Where the sandbox answers; empty until it listens. */
  url: string;
  app: AppRegistration | undefined;
  settings: SandboxSettings;
}

/** A blocked workflow action that the app has finished. */
export interface CallbackCompletion {
  readonly portalId: number;
  readonly callbackId: string;
  readonly outputFields: Readonly<Record<string, string>>;
  readonly atMs: number;
}

/** Makes a sandbox with no portals, no app and HubSpot's documented limits. */
export function makeSandboxState(): SandboxState {
  const clock = makeClock();
  const changes = makeChangeFeed();
  return {
    clock,
    portals: new Map(),
    oauth: makeOAuthState(),
    changes,
    journal: makeEventJournal(clock, changes),
    url: '',
    callbacks: [],
    app: undefined,
    settings: sandboxSettingsSchema.parse({}),
  };
}
